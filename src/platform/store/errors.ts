import { UserError } from '../../model/index.ts';

/** SQLSTATE or system error code of an error, looked for down its causes. */
export function errorCode(error: unknown): string | undefined {
  for (let here = error, depth = 0; here instanceof Error && depth < 5; here = here.cause, depth++) {
    if ('code' in here && typeof here.code === 'string') return here.code;
    if (here instanceof AggregateError && here.errors.length > 0) return errorCode(here.errors[0]);
  }
  return undefined;
}

/**
 * What a person can do about an error of the store, or undefined where it is no such error but a bug.
 * `place` is the data folder or the database's address without its password.
 */
export function storeError(error: unknown, place: string): UserError | undefined {
  if (error instanceof UserError) return error;
  const say = (code: string, en: string, ko: string) => new UserError(code, { en, ko }, { cause: error });
  switch (errorCode(error)) {
    case '53100':
    case 'ENOSPC':
      return say(
        'store-disk-full',
        `The disk of the store (${place}) is full: free some space and try again; nothing acknowledged was lost.`,
        `저장소(${place})의 디스크가 가득 찼습니다. 공간을 확보한 뒤 다시 시도하세요. 이미 저장된 데이터는 안전합니다.`,
      );
    case '28P01':
    case '28000':
      return say(
        'store-denied',
        `The database (${place}) refused the user or password: check DATABASE_URL.`,
        `데이터베이스(${place})가 사용자 이름 또는 비밀번호를 거부했습니다. DATABASE_URL을 확인하세요.`,
      );
    case '3D000':
      return say(
        'store-no-database',
        `The server has no such database (${place}): create it, or correct the name in DATABASE_URL.`,
        `서버에 해당 데이터베이스(${place})가 없습니다. 데이터베이스를 만들거나 DATABASE_URL의 이름을 바로잡으세요.`,
      );
    case '42501':
      return say(
        'store-no-privilege',
        `The database user lacks a privilege (${place}): make it the owner of the database.`,
        `데이터베이스 사용자에게 권한이 부족합니다(${place}). 해당 사용자를 데이터베이스의 소유자로 지정하세요.`,
      );
    case '53300':
      return say(
        'store-too-many-connections',
        `The database (${place}) accepts no more connections: raise max_connections or stop other clients.`,
        `데이터베이스(${place})의 연결 수가 한도에 도달했습니다. max_connections를 늘리거나 다른 클라이언트를 종료하세요.`,
      );
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ECONNRESET':
    case 'ENOENT':
    case '57P01':
    case '57P02':
    case '57P03':
    case '08001':
    case '08006':
      return say(
        'store-unreachable',
        `The database (${place}) cannot be reached: check that it runs and that the address is right.`,
        `데이터베이스(${place})에 연결할 수 없습니다. 실행 중인지, 주소가 올바른지 확인하세요.`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return say(
        'store-folder-denied',
        `The data folder (${place}) cannot be written: give this user access, or name another folder with --data.`,
        `데이터 폴더(${place})에 쓸 수 없습니다. 이 사용자에게 권한을 주거나 --data로 다른 폴더를 지정하세요.`,
      );
    default:
      return undefined;
  }
}
