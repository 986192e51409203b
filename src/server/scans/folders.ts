import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Services } from '../services.ts';

type Where = Pick<Services, 'dataDir'>;

/** Ids come from us, but they become paths: nothing else than this gets through. */
const SAFE = /^[\w-]{1,64}$/;

/** Where the facts of a scan lie. */
export function scanFolder({ dataDir }: Where, connection: string, scan?: string): string {
  for (const id of [connection, scan]) {
    if (id !== undefined && !SAFE.test(id)) throw new Error(`not an id: ${id}`);
  }
  return path.join(dataDir, 'segments', connection, ...(scan === undefined ? [] : [scan]));
}

/** Fills the folder of a scan whole or not at all: a crash in between leaves none. */
export async function fillFolder(
  services: Where,
  connection: string,
  scan: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = scanFolder(services, connection, scan);
  const part = `${folder}.part`;
  try {
    await mkdir(part, { recursive: true, mode: 0o700 });
    await fill(part);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** Removes the facts of one scan, or of all scans of a connection. */
export async function removeFacts(services: Where, connection: string, scan?: string): Promise<void> {
  await rm(scanFolder(services, connection, scan), { recursive: true, force: true });
}
