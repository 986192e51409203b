import type { FileEntry } from '../../files/types.ts';
import { bufferOf } from '../content.ts';
import { isElf, readElf } from './elf.ts';
import { isMachO, readMachO } from './mach-o.ts';
import { isPe, readPe } from './pe.ts';
import type { Executable } from './types.ts';

export type { Executable } from './types.ts';

/** Most bytes of an executable that is read. */
const mostBytes = 512 * 1024 * 1024;
const endings = ['.so', '.exe', '.dll', '.dylib', '.node'];

/** For the `wants` of a reader of executables: programs are executable, libraries known by their name. */
export function wantsExecutable({ path, type, mode, size }: FileEntry): number | undefined {
  if (type !== 'file' || size < 512) return undefined;
  return (mode & 0o111) !== 0 || endings.some((ending) => path.endsWith(ending)) ? mostBytes : undefined;
}

/** For the `sniff` of a reader of executables. */
export function isExecutable(head: Uint8Array): boolean {
  const bytes = bufferOf(head);
  return isElf(bytes) || isPe(bytes) || isMachO(bytes);
}

/**
 * Undefined for what is no executable, or so broken that no system would start it: then it has no packages to judge.
 */
export function openExecutable(content: Uint8Array): Executable | undefined {
  const file = bufferOf(content);
  try {
    if (isElf(file)) return readElf(file);
    if (isPe(file)) return readPe(file);
    return isMachO(file) ? readMachO(file) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
