import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The key that secrets found by the command line are fingerprinted with: 32 bytes, made once per user, so that two
 * recordings can be compared. Where no file can be kept, a key for this run only.
 */
export async function redactionKey(): Promise<Buffer> {
  const dir = path.join(process.env.XDG_DATA_HOME ?? path.join(homedir(), '.local', 'share'), 'hwaseong');
  const file = path.join(dir, 'redaction.key');
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' }).catch(() => undefined);
    const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
    if (key.length === 32) return key;
  } catch {
    // A read-only home is no reason not to scan.
  }
  return randomBytes(32);
}
