import { UserError } from '../../model/index.ts';

/** The sentence for a file system error met while facts are written or read. */
export function diskError(place: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new UserError(
      'disk-full',
      {
        en: `The disk that holds ${place} is full. What was collected so far is kept: free some space and run the same command again to go on.`,
        ko: `${place}이(가) 있는 디스크가 가득 찼습니다. 지금까지 수집한 내용은 보존됩니다. 공간을 확보한 뒤 같은 명령을 다시 실행하면 이어서 진행합니다.`,
      },
      { cause: error },
    );
  }
  if (code === 'ENOENT') {
    return new UserError(
      'facts-missing',
      {
        en: `There is no folder of facts at ${place}. Name a folder that "hwaseong scan aws --facts DIR" has written.`,
        ko: `${place}에 수집 기록(facts) 폴더가 없습니다. "hwaseong scan aws --facts DIR"로 만든 폴더를 지정하세요.`,
      },
      { cause: error },
    );
  }
  return new UserError(
    'facts-unusable',
    {
      en: `The facts in ${place} cannot be read or written (${message}). Check the path and its permissions.`,
      ko: `${place}의 수집 기록을 읽거나 쓸 수 없습니다(${message}). 경로와 권한을 확인하세요.`,
    },
    { cause: error },
  );
}

/** The sentence for a recording whose content is not what it ought to be. */
export function brokenSegment(file: string, line: number, reason: string): UserError {
  return new UserError('facts-broken', {
    en: `The recording ${file} is broken at line ${line} (${reason}). Record it again, or remove this file to judge the rest.`,
    ko: `수집 기록 ${file}의 ${line}번째 줄이 손상되었습니다(${reason}). 다시 수집하거나, 이 파일을 제거하고 나머지만 판정하세요.`,
  });
}
