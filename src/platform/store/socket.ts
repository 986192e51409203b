import { createHash } from 'node:crypto';
import { chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../../model/index.ts';
import type { DatabaseUser } from './binaries.ts';
import { errorCode } from './errors.ts';

/** A socket's whole path may be 103 bytes on every system we know (108 on Linux, 104 on macOS, ending included). */
const LONGEST = 103 - '/.s.PGSQL.5432'.length;

/**
 * The folder that the database's socket lies in, entered by its user (and root) only: beside the data,
 * or under the system's temporary folder where that path is too long for a socket.
 */
export async function socketFolder(dataDir: string, user: DatabaseUser): Promise<string> {
  const beside = join(resolve(dataDir), 'socket');
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16);
  const folder = Buffer.byteLength(beside) <= LONGEST ? beside : join(tmpdir(), `hwaseong-${name}`);
  try {
    await mkdir(folder, { mode: 0o700 });
    if (user !== undefined) await chown(folder, user.uid, user.gid);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const found = await lstat(folder);
  const owner = user?.uid ?? process.getuid?.();
  if (found.isDirectory() && (found.mode & 0o077) === 0 && found.uid === owner) return folder;
  throw new UserError('store-socket-folder', {
    en: `The folder ${folder} for the database's socket is not its own: remove it and start again.`,
    ko: `데이터베이스 소켓 폴더 ${folder}의 소유자 또는 권한이 올바르지 않습니다. 폴더를 삭제한 뒤 다시 시작하세요.`,
  });
}
