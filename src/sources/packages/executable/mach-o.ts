import { type Executable, executableOf, mostRegions, type Region } from './types.ts';

const thin = { 4277009102: 4, 4277009103: 8 } as const;
const universal = 0xcafebabe;
/** Classes of Java begin with the same four bytes; where those have their version, at least 45, stands a count here. */
const mostArchitectures = 40;
const segmentCommand = { 4: 1, 8: 0x19 } as const;

export function isMachO(file: Buffer): boolean {
  if (file.length < 32) return false;
  if (file.readUInt32BE(0) === universal) return file.readUInt32BE(4) < mostArchitectures;
  return wordSizeOf(file) !== undefined;
}

function wordSizeOf(file: Buffer): 4 | 8 | undefined {
  return thin[file.readUInt32LE(0) as keyof typeof thin] ?? thin[file.readUInt32BE(0) as keyof typeof thin];
}

/** Executables of macOS (loader.h of Darwin); of a universal one the first architecture, as the others hold the same. */
export function readMachO(whole: Buffer): Executable | undefined {
  const isUniversal = whole.readUInt32BE(0) === universal;
  const file = isUniversal
    ? whole.subarray(whole.readUInt32BE(16), whole.readUInt32BE(16) + whole.readUInt32BE(20))
    : whole;
  const wordSize = wordSizeOf(file);
  if (wordSize === undefined) return undefined;
  const wide = wordSize === 8;
  const littleEndian = Object.hasOwn(thin, file.readUInt32LE(0));
  const u32 = (at: number) => (littleEndian ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const u64 = (at: number) => Number(littleEndian ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at));
  const word = wide ? u64 : u32;
  const name = (at: number) => file.toString('latin1', at, at + 16).replace(/\0.*$/s, '');

  const sections: Region[] = [];
  const segments: Region[] = [];
  let at = wide ? 32 : 28;
  for (let index = 0; index < Math.min(u32(16), mostRegions); index += 1) {
    const size = u32(at + 4);
    if (size < 8) return undefined;
    if (u32(at) === segmentCommand[wordSize]) {
      const writable = (u32(at + (wide ? 60 : 44)) & 2) !== 0;
      segments.push({
        name: name(at + 8),
        address: word(at + 24),
        offset: word(at + (wide ? 40 : 32)),
        size: word(at + (wide ? 48 : 36)),
        writable,
      });
      const first = at + (wide ? 72 : 56);
      const count = Math.min(u32(at + (wide ? 64 : 48)), mostRegions - sections.length);
      for (let own = first; own < first + count * (wide ? 80 : 68); own += wide ? 80 : 68)
        sections.push({
          name: name(own),
          address: word(own + 32),
          size: word(own + (wide ? 40 : 36)),
          offset: u32(own + (wide ? 48 : 40)),
          writable,
        });
    }
    at += size;
  }
  return executableOf(file, { wordSize, littleEndian, sections, segments });
}
