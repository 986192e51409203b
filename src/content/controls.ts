import { type Control, controlSchema, UserError } from '../model/index.ts';
import { yamlFilesBelow } from './files.ts';
import { readYaml } from './yaml.ts';

/**
 * Every control below one or more folders, sorted by id. Links are not followed.
 *
 * @throws UserError where a file is malformed, or an id stands twice
 */
export async function loadControls(...dirs: string[]): Promise<Control[]> {
  const controls = new Map<string, { control: Control; file: string }>();
  const files = await Promise.all(dirs.map((dir) => yamlFilesBelow(dir)));
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
