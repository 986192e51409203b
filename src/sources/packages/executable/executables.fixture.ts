/** Executables with one section, for tests: as small as their formats allow. */
export interface Build {
  name: string;
  content: Buffer;
  /** Where the section lies once it is loaded. */
  address?: number;
}

/** Room in front of the section; also the least size of what is taken for a program. */
const start = 1024;

function writer(bytes: Buffer, littleEndian: boolean) {
  return {
    u16: (at: number, value: number) =>
      littleEndian ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at),
    u32: (at: number, value: number) =>
      littleEndian ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at),
    u64: (at: number, value: number) =>
      littleEndian ? bytes.writeBigUInt64LE(BigInt(value), at) : bytes.writeBigUInt64BE(BigInt(value), at),
  };
}

/** An ELF executable: a writable segment, the section in it, and the section with their names. */
export function elfOf({ name, content, address = 0x1000 }: Build, { wide = true, littleEndian = true } = {}): Buffer {
  const names = Buffer.from(`\0${name}\0`);
  const namesAt = start + content.length;
  const table = namesAt + names.length;
  const headerSize = wide ? 64 : 40;
  const bytes = Buffer.alloc(table + 3 * headerSize);
  const { u16, u32, u64 } = writer(bytes, littleEndian);
  const word = wide ? u64 : u32;
  bytes.write('\x7fELF', 'latin1');
  bytes[4] = wide ? 2 : 1;
  bytes[5] = littleEndian ? 1 : 2;
  word(wide ? 32 : 28, 128);
  word(wide ? 40 : 32, table);
  u16(wide ? 54 : 42, wide ? 56 : 32);
  u16(wide ? 56 : 44, 1);
  u16(wide ? 58 : 46, headerSize);
  u16(wide ? 60 : 48, 3);
  u16(wide ? 62 : 50, 2);
  u32(128, 1);
  u32(128 + (wide ? 4 : 24), 6);
  word(128 + (wide ? 8 : 4), start);
  word(128 + (wide ? 16 : 8), address);
  word(128 + (wide ? 32 : 16), content.length);
  const section = (index: number, nameAt: number, at: number, size: number) => {
    const header = table + index * headerSize;
    u32(header, nameAt);
    u32(header + 4, 1);
    word(header + (wide ? 24 : 16), at);
    word(header + (wide ? 32 : 20), size);
  };
  section(1, 1, start, content.length);
  section(2, 0, namesAt, names.length);
  content.copy(bytes, start);
  names.copy(bytes, namesAt);
  return bytes;
}

/** A Windows program for 64 bits. */
export function peOf({ name, content, address = 0x1000 }: Build): Buffer {
  const bytes = Buffer.alloc(start + content.length);
  const { u16, u32 } = writer(bytes, true);
  bytes.write('MZ');
  u32(0x3c, 0x80);
  bytes.write('PE', 0x80);
  u16(0x86, 1);
  u16(0x94, 112);
  u16(0x98, 0x20b);
  const header = 0x98 + 112;
  bytes.write(name, header);
  u32(header + 12, address);
  u32(header + 16, content.length);
  u32(header + 20, start);
  u32(header + 36, 0xc0000040);
  content.copy(bytes, start);
  return bytes;
}

/** A program of macOS for 64 bits. */
export function machOOf({ name, content, address = 0x1000 }: Build): Buffer {
  const bytes = Buffer.alloc(start + content.length);
  const { u32, u64 } = writer(bytes, true);
  u32(0, 0xfeedfacf);
  u32(16, 1);
  u32(32, 0x19);
  u32(36, 152);
  bytes.write('__DATA', 40);
  u64(56, address);
  u64(72, start);
  u64(80, content.length);
  u32(92, 3);
  u32(96, 1);
  bytes.write(name, 104);
  u64(136, address);
  u64(144, content.length);
  u32(152, start);
  content.copy(bytes, start);
  return bytes;
}

/** A program for two architectures, the given one first. */
export function universalOf(program: Buffer): Buffer {
  const header = Buffer.alloc(start);
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(start, 16);
  header.writeUInt32BE(program.length, 20);
  return Buffer.concat([header, program]);
}
