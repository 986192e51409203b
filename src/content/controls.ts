import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Control, controlSchema, UserError } from '../model/index.ts';
import { readYaml } from './yaml.ts';

/** Most control files read from one folder. */
const MAX_FILES = 20_000;

/** Deepest folder looked into. */
const MAX_DEPTH = 8;

/**
 * Every control below one or more folders, sorted by id. Links are not followed.
 *
 * @throws UserError where a file is malformed, or an id stands twice
 */
export async function loadControls(...dirs: string[]): Promise<Control[]> {
  const controls = new Map<string, { control: Control; file: string }>();
  const files = await Promise.all(dirs.map((dir) => yamlFiles(dir)));
  for (const file of files.flat()) {
    const control = await readYaml(file, controlSchema);
    const other = controls.get(control.id);
    if (other !== undefined) {
      throw new UserError('control-twice', {
        en: `The control ${control.id} stands in two files: ${other.file} and ${file}. Give one of them another id.`,
        ko: `점검 항목 ${control.id}이(가) 두 파일에 있습니다: ${other.file}, ${file}. 둘 중 하나의 id를 바꾸세요.`,
      });
    }
    controls.set(control.id, { control, file });
  }
  return [...controls.values()].map(({ control }) => control).sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function yamlFiles(dir: string, depth = 0): Promise<string[]> {
  let entries: import('node:fs').Dirent[];
  try {
    entries = await readdir(dir, { withFileTypes: true });
  } catch (error) {
    throw new UserError(
      'content-unreadable',
      {
        en: `The folder of controls ${dir} cannot be read. Check that it exists and that you may read it.`,
        ko: `점검 항목 폴더 ${dir}을(를) 읽을 수 없습니다. 폴더가 있는지, 읽기 권한이 있는지 확인하세요.`,
      },
      { cause: error },
    );
  }
  const files: string[] = [];
  for (const entry of entries) {
    const place = path.join(dir, entry.name);
    if (entry.isDirectory() && depth < MAX_DEPTH) files.push(...(await yamlFiles(place, depth + 1)));
    else if (entry.isFile() && /\.ya?ml$/.test(entry.name)) files.push(place);
    if (files.length > MAX_FILES) {
      throw new UserError('content-too-many', {
        en: `There are more than ${MAX_FILES} control files below ${dir}. Name the folder that holds the controls themselves.`,
        ko: `${dir} 아래에 점검 항목 파일이 ${MAX_FILES}개를 넘습니다. 점검 항목이 들어 있는 폴더를 직접 지정하세요.`,
      });
    }
  }
  return files;
}
