import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Largest configuration of Git that is looked at. */
const MOST_BYTES = 256 * 1024;

/** Where Git says that a folder comes from: `code.example/team/shop`, without whoever signs in there. Undefined where it does not say. */
export async function originOf(root: string): Promise<string | undefined> {
  const file = path.join(root, '.git', 'config');
  try {
    const stats = await lstat(file);
    if (!stats.isFile() || stats.size > MOST_BYTES) return undefined;
    return originIn(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The address of the remote `origin` in git-config(1), as `host/path`. Undefined where it names a place on this machine. */
export function originIn(config: string): string | undefined {
  let isOrigin = false;
  for (const raw of config.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('[')) isOrigin = /^\[remote "origin"\]/.test(line);
    const url = isOrigin ? /^url\s*=\s*"?([^"\s]{1,1000})"?$/.exec(line)?.[1] : undefined;
    if (url !== undefined) return placeOf(url);
  }
  return undefined;
}

/** `https://user:token@code.example/team/shop.git` and `git@code.example:team/shop.git` are the same place. */
function placeOf(url: string): string | undefined {
  const [, host, rest] =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/?#@]+)\/([^?#]+)/i.exec(url) ??
    /^(?:[^@/:]+@)?([\w.-]+\.[\w.-]+|localhost):(?!\/\/)([^?#]+)/.exec(url) ??
    [];
  if (host === undefined || rest === undefined) return undefined;
  const below = rest.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  return below === '' ? undefined : `${host.toLowerCase()}/${below}`;
}
