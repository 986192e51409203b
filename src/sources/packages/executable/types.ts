/** An executable or library of one of the three formats, as far as package lists hidden in it need it. */
export interface Executable {
  /** Word size in bytes and byte order, for addresses within it. */
  wordSize: 4 | 8;
  littleEndian: boolean;
  /** The section of one of these names, if it is there. */
  section(...names: string[]): Buffer | undefined;
  /** The first segment of initialised data that may be written. */
  data(): Buffer | undefined;
  /** The bytes from an address of the running program to the end of its segment, as far as the file has them. */
  at(address: number): Buffer | undefined;
}

/** A part of a file that is loaded to an address. */
export interface Region {
  name: string;
  address: number;
  offset: number;
  size: number;
  writable: boolean;
}

/** Most sections, segments or load commands that are looked at. */
export const mostRegions = 4096;

/** The executable that its sections and segments make; regions beyond the end of the file are taken as far as they go. */
export function executableOf(
  file: Buffer,
  format: { wordSize: 4 | 8; littleEndian: boolean; sections: Region[]; segments: Region[] },
): Executable {
  const { wordSize, littleEndian, sections, segments } = format;
  const bytes = ({ offset, size }: Region) => file.subarray(Math.min(offset, file.length), offset + size);
  return {
    wordSize,
    littleEndian,
    section(...names) {
      const found = sections.find(({ name }) => names.includes(name));
      return found && bytes(found);
    },
    data() {
      const found = segments.find(({ writable, size }) => writable && size > 0);
      return found && bytes(found);
    },
    at(address) {
      const found = segments.find((one) => address >= one.address && address < one.address + one.size);
      return found && bytes(found).subarray(address - found.address);
    },
  };
}
