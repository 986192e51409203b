import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Characters up to which a text is kept as it is: a look into it takes 5 µs then, and ten times as long where it has to be unpacked. */
const PACK_FROM = 32_000;

/** Bytes that one blob may unpack to. */
const MOST = 256 * 1024 ** 2;

/** A value as it is kept: JSON, a large one under zstd. */
export function packed(value: unknown, level = 6): string | Uint8Array {
  const text = JSON.stringify(value);
  if (text.length < PACK_FROM) return text;
  return zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: level } });
}

/** The value of what is kept. @throws Error where it is damaged */
export function unpacked<T>(kept: unknown): T {
  const text =
    typeof kept === 'string'
      ? kept
      : zstdDecompressSync(kept as Uint8Array, { maxOutputLength: MOST }).toString('utf8');
  return JSON.parse(text) as T;
}
