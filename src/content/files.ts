import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../model/index.ts';

/** Most files of content read from one folder. */
const MAX_FILES = 20_000;

/** Deepest folder looked into. */
const MAX_DEPTH = 8;

/**
 * Every YAML file below a folder. Links are not followed.
 *
 * @throws UserError `content-unreadable` where a folder cannot be read, `content-too-many` where there are too many files
 */
export async function yamlFilesBelow(dir: string, depth = 0): Promise<string[]> {
  let entries: import('node:fs').Dirent[];
  try {
    entries = await readdir(dir, { withFileTypes: true });
  } catch (error) {
    throw new UserError(
      'content-unreadable',
      {
        en: `The folder ${dir} cannot be read. Check that it exists and that you may read it.`,
        ko: `폴더 ${dir}을(를) 읽을 수 없습니다. 폴더가 있는지, 읽기 권한이 있는지 확인하세요.`,
      },
      { cause: error },
    );
  }
  const files: string[] = [];
  for (const entry of entries) {
    const place = path.join(dir, entry.name);
    if (entry.isDirectory() && depth < MAX_DEPTH) files.push(...(await yamlFilesBelow(place, depth + 1)));
    else if (entry.isFile() && /\.ya?ml$/.test(entry.name)) files.push(place);
    if (files.length > MAX_FILES) {
      throw new UserError('content-too-many', {
        en: `There are more than ${MAX_FILES} YAML files below ${dir}. Name the folder that holds the content itself.`,
        ko: `${dir} 아래에 YAML 파일이 ${MAX_FILES}개를 넘습니다. 콘텐츠가 들어 있는 폴더를 직접 지정하세요.`,
      });
    }
  }
  return files;
}
