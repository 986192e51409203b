/** One entry of a tar that a test makes. */
export interface Made {
  name: string;
  /** Typeflag: `0` for a file by default, `5` for a directory where the name ends in a slash. */
  type?: string;
  content?: string | Uint8Array;
  target?: string;
  mode?: number;
  /** The size that the header tells, where that is not the content's. */
  size?: number;
}

/** A tar by POSIX ustar, with the two blocks of zeros at its end. */
export function tarOf(...entries: readonly Made[]): Buffer {
  return Buffer.concat([...entries.map(entryOf), Buffer.alloc(1024)]);
}

/** An extended header (`x`) or a global one (`g`). */
export function paxOf(records: Readonly<Record<string, string>>, type = 'x'): Made {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + String(rest).length;
    if (String(length).length !== String(rest).length) length = rest + String(length).length;
    return `${length} ${key}=${value}\n`;
  });
  return { name: 'pax', type, content: lines.join('') };
}

function entryOf({ name, type, content = '', target = '', mode, size }: Made): Buffer {
  const body = Buffer.from(content as string);
  const header = Buffer.alloc(512);
  const isDirectory = name.endsWith('/') && type === undefined;
  header.write(name, 0, 100);
  header.write(octal(mode ?? (isDirectory ? 0o755 : 0o644), 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size ?? body.length, 11), 124);
  header.write(octal(1_700_000_000, 11), 136);
  header.write(type ?? (isDirectory ? '5' : '0'), 156);
  header.write(target, 157, 100);
  header.write('ustar\0' + '00', 257);
  header.fill(0x20, 148, 156);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  );
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
