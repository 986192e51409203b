import { open, readFile, readlink, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../model/index.ts';
import { processExists } from './lock.ts';

/**
 * The server that already runs on a data folder, from its `postmaster.pid` (pid, data folder, start time, port,
 * socket folder, ... one a line); undefined where none does. A file whose pid now belongs to another program goes.
 */
export async function alivePostmaster(folder: string): Promise<{ pid: number; socketFolder: string } | undefined> {
  const path = join(folder, 'postmaster.pid');
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const socketFolder = lines[4]?.trim();
  if (!Number.isInteger(pid) || pid <= 1 || !socketFolder || !processExists(pid)) return undefined;
  const program = await readlink(`/proc/${pid}/exe`).catch(() => undefined);
  if (program !== undefined && !basename(program).startsWith('postgres')) {
    await rm(path, { force: true });
    return undefined;
  }
  return { pid, socketFolder };
}

/** What a failed start means, from the last words of the server. */
export function startFailure(said: string, dataDir: string): Error {
  if (/No space left on device|Disk quota exceeded/.test(said)) {
    return new UserError('store-disk-full', {
      en: `The disk of the store (${dataDir}) is full: free some space and start again; nothing acknowledged was lost.`,
      ko: `저장소(${dataDir})의 디스크가 가득 찼습니다. 공간을 확보한 뒤 다시 시작하세요. 이미 저장된 데이터는 안전합니다.`,
    });
  }
  if (/Permission denied|Read-only file system/.test(said)) {
    return new UserError('store-folder-denied', {
      en: `The embedded database cannot write its folder (${dataDir}): make every folder above it accessible, or name another one with --data.`,
      ko: `내장 데이터베이스가 폴더(${dataDir})에 쓸 수 없습니다. 상위 폴더의 접근 권한을 확인하거나 --data로 다른 폴더를 지정하세요.`,
    });
  }
  const fatal =
    said.split('\n').findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? said.trim().split('\n').at(-1) ?? '';
  const reason = fatal.replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim() || '?';
  return new UserError('store-start-failed', {
    en: `The embedded database did not start (${reason}): see database.log in ${dataDir}.`,
    ko: `내장 데이터베이스를 시작하지 못했습니다(${reason}). ${dataDir}의 database.log를 확인하세요.`,
  });
}

/** The last 4 kB of a log. */
export async function tailOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 4096);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}
