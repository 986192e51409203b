import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { UserError } from '../../model/index.ts';
import { errorCode } from './errors.ts';

/** Who holds the lock. The start time tells a process from a later one with the same id. */
interface Holder {
  pid: number;
  started: string;
}

/**
 * Takes the lock file at `path` for this process and gives the function that releases it.
 * The lock of a process that is no more is taken over. Throws `UserError` `store-in-use` while another one lives.
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const own: Holder = { pid: process.pid, started: startOf(process.pid) ?? '' };
  const mine = `${path}.${process.pid}`;
  await writeFile(mine, JSON.stringify(own), { mode: 0o600 });
  try {
    // `link` fails where the name exists and never shows half a file.
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        await link(mine, path);
        return async () => {
          const holder = await holderOf(path);
          if (holder?.pid === own.pid && holder.started === own.started) await rm(path, { force: true });
        };
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error;
      }
      const holder = await holderOf(path);
      if (holder !== undefined && isAlive(holder)) throw inUse(path, holder.pid);
      // Of several that find a dead lock one moves it away; whoever moved a living one by mistake puts it back.
      const aside = `${mine}.dead`;
      try {
        await rename(path, aside);
        const moved = await holderOf(aside);
        if (moved !== undefined && isAlive(moved)) await link(aside, path);
      } catch (error) {
        if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw error;
      } finally {
        await rm(aside, { force: true });
      }
    }
    throw inUse(path, (await holderOf(path))?.pid);
  } finally {
    await rm(mine, { force: true });
  }
}

function inUse(path: string, pid: number | undefined): UserError {
  return new UserError('store-in-use', {
    en: `Another Hwaseong server (process ${pid ?? '?'}) uses this data folder (${path}): stop it, or name another folder with --data.`,
    ko: `다른 Hwaseong 서버(프로세스 ${pid ?? '?'})가 이 데이터 폴더를 사용하고 있습니다(${path}). 해당 서버를 종료하거나 --data로 다른 폴더를 지정하세요.`,
  });
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    const { pid, started } = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  if (!processExists(pid)) return false;
  const now = startOf(pid);
  return now === undefined || started === '' || now === started;
}

/** True while a process with this id runs, whoever owns it. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** When a process started, in the kernel's ticks since boot (proc(5), field 22); undefined where the kernel does not tell. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
