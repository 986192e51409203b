import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Texts below this many bytes are kept as they are: unpacking costs more than it saves. */
const PACK_FROM = 700;

/** Bytes that one blob may unpack to. */
const MOST = 256 * 1024 ** 2;

/** A value as a blob: JSON, under zstd where that pays. */
export function packed(value: unknown, level = 6): Uint8Array {
  const text = Buffer.from(JSON.stringify(value));
  if (text.length < PACK_FROM) return text;
  return zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: level } });
}

/** The value of a blob. @throws Error where it is damaged */
export function unpacked<T>(blob: Uint8Array): T {
  // JSON begins with a bracket, zstd with its magic number.
  const text =
    blob[0] === 0x28 && blob[1] === 0xb5
      ? zstdDecompressSync(blob, { maxOutputLength: MOST })
      : Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  return JSON.parse(text.toString('utf8')) as T;
}
