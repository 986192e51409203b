import { type Executable, executableOf, mostRegions, type Region } from './types.ts';

const initialised = 0x40;
const writable = 0x80000000;

export function isPe(file: Buffer): boolean {
  return file.length >= 64 && file.toString('latin1', 0, 2) === 'MZ';
}

/** Portable Executable of Windows and .NET (https://learn.microsoft.com/windows/win32/debug/pe-format). */
export function readPe(file: Buffer): Executable | undefined {
  const start = file.readUInt32LE(0x3c);
  if (start + 24 > file.length || file.toString('latin1', start, start + 4) !== 'PE\0\0') return undefined;
  const optional = start + 24;
  const wide = file.readUInt16LE(optional) === 0x20b;
  const base = wide ? Number(file.readBigUInt64LE(optional + 24)) : file.readUInt32LE(optional + 28);
  const table = optional + file.readUInt16LE(start + 20);
  const sections: Region[] = [];
  for (let index = 0; index < Math.min(file.readUInt16LE(start + 6), mostRegions); index += 1) {
    const at = table + 40 * index;
    const flags = file.readUInt32LE(at + 36);
    sections.push({
      name: file.toString('latin1', at, at + 8).replace(/\0+$/, ''),
      address: base + file.readUInt32LE(at + 12),
      size: file.readUInt32LE(at + 16),
      offset: file.readUInt32LE(at + 20),
      writable: (flags & initialised) !== 0 && flags >>> 0 >= writable,
    });
  }
  return executableOf(file, { wordSize: wide ? 8 : 4, littleEndian: true, sections, segments: sections });
}
