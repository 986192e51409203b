import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../model/index.ts';
import type { FeedFiles } from '../database/build.ts';
import type { Feed } from '../feeds/index.ts';

/**
 * The feeds that lie in a folder, each in a folder of its own that is called like it. Those whose files are the ones that were read last are not among them.
 *
 * @throws UserError where the folder cannot be read, or holds no feed
 */
export async function feedsInFolder(
  dir: string,
  feeds: readonly Feed[],
  validatorsOf: (feed: string) => Readonly<Record<string, string>>,
): Promise<{ changed: FeedFiles[]; unchanged: string[] }> {
  const names = await folderNames(dir);
  const changed: FeedFiles[] = [];
  const unchanged: string[] = [];
  for (const feed of feeds) {
    if (!names.has(feed.id)) continue;
    const root = path.join(dir, feed.id);
    const { validators, newest } = await stateOf(root);
    if (sameState(validators, validatorsOf(feed.id))) unchanged.push(feed.id);
    else changed.push({ feed, root, asOf: newest, validators });
  }
  if (changed.length === 0 && unchanged.length === 0) {
    throw new UserError('advisories-no-feed', {
      en: `There is no feed in ${dir}. Each lies in a folder of its own: ${feeds.map(({ id }) => id).join(', ')}.`,
      ko: `${dir}에 피드가 없습니다. 피드마다 이름이 같은 폴더에 두어야 합니다: ${feeds.map(({ id }) => id).join(', ')}.`,
    });
  }
  return { changed, unchanged };
}

async function folderNames(dir: string): Promise<Set<string>> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  } catch (error) {
    throw new UserError(
      'advisories-folder-unreadable',
      {
        en: `The folder ${dir} cannot be read (${(error as Error).message}). Name the folder that the feeds lie in.`,
        ko: `${dir} 폴더를 읽을 수 없습니다(${(error as Error).message}). 피드가 들어 있는 폴더를 지정하세요.`,
      },
      { cause: error },
    );
  }
}

/** Files whose state is kept; of folders with more, the number and the newest time. */
const MOST_FILES = 200;

/** Size and time of each file, and the time of the newest, which is when the feed was what its maker publishes. */
async function stateOf(root: string): Promise<{ validators: Record<string, string>; newest: Date }> {
  const validators: Record<string, string> = {};
  let newest = 0;
  let files = 0;
  let bytes = 0;
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(file);
    files += 1;
    bytes += size;
    newest = Math.max(newest, mtimeMs);
    if (files <= MOST_FILES) validators[path.relative(root, file)] = `${size} ${Math.round(mtimeMs)}`;
  }
  const all = files > MOST_FILES ? { '.': `${files} ${bytes} ${Math.round(newest)}` } : validators;
  return { validators: all, newest: new Date(newest) };
}

/** Also whether anything is known at all. */
function sameState(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(one);
  return keys.length > 0 && keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
