import { type Executable, executableOf, mostRegions, type Region } from './types.ts';

const magic = 0x7f454c46;
const loaded = 1;
/** Section without bytes in the file. */
const noBits = 8;

export function isElf(file: Buffer): boolean {
  return file.length >= 52 && file.readUInt32BE(0) === magic;
}

/** Executable and Linkable Format (elf(5)). Sections compressed by the linker are none of those we look for. */
export function readElf(file: Buffer): Executable {
  const wide = file[4] === 2;
  const littleEndian = file[5] !== 2;
  const u16 = (at: number) => (littleEndian ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const u32 = (at: number) => (littleEndian ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const u64 = (at: number) => Number(littleEndian ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at));
  const word = wide ? u64 : u32;

  const segments: Region[] = [];
  const programHeaders = word(wide ? 32 : 28);
  const programHeaderSize = u16(wide ? 54 : 42);
  for (let index = 0; index < Math.min(u16(wide ? 56 : 44), mostRegions); index += 1) {
    const at = programHeaders + index * programHeaderSize;
    if (u32(at) !== loaded) continue;
    segments.push({
      name: '',
      offset: word(at + (wide ? 8 : 4)),
      address: word(at + (wide ? 16 : 8)),
      size: word(at + (wide ? 32 : 16)),
      writable: (u32(at + (wide ? 4 : 24)) & 2) !== 0,
    });
  }

  const sections: Region[] = [];
  const sectionHeaders = word(wide ? 40 : 32);
  const sectionHeaderSize = u16(wide ? 58 : 46);
  const count = sectionHeaders === 0 ? 0 : Math.min(u16(wide ? 60 : 48), mostRegions);
  const sectionAt = (index: number) => {
    const at = sectionHeaders + index * sectionHeaderSize;
    return {
      nameAt: u32(at),
      type: u32(at + 4),
      writable: (u32(at + 8) & 1) !== 0,
      address: word(at + (wide ? 16 : 12)),
      offset: word(at + (wide ? 24 : 16)),
      size: word(at + (wide ? 32 : 20)),
    };
  };
  const names = count === 0 ? undefined : sectionAt(u16(wide ? 62 : 50));
  for (let index = 1; index < count && names !== undefined; index += 1) {
    const { nameAt, type, ...region } = sectionAt(index);
    if (type !== noBits) sections.push({ ...region, name: textAt(file, names.offset + nameAt) });
  }
  return executableOf(file, { wordSize: wide ? 8 : 4, littleEndian, sections, segments });
}

/** The first characters of a name that ends with a zero; names we look for are short. */
function textAt(file: Buffer, at: number): string {
  const bytes = file.subarray(at, at + 32);
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}
