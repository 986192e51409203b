/** How bytes are packed. */
export type Packing = 'gzip' | 'zstd' | 'bzip2' | 'xz';

/** Bytes that {@link packingOf} looks at. */
export const PACKING_BYTES = 6;

/** What a frame of zstd begins with (RFC 8878, section 3.1.1), little-endian. */
export const ZSTD_FRAME = 0xfd2fb528;

/** Whether a frame of zstd that begins so holds nothing of the content (RFC 8878, section 3.1.2). */
export function isSkippableFrame(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}

/**
 * How bytes are packed; undefined where they are not. Told by their first ones and never by a name or what somebody says of them: those
 * differ more often than one would think.
 */
export function packingOf(head: Uint8Array): Packing | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const first = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
  if (first === ZSTD_FRAME || isSkippableFrame(first)) return 'zstd';
  if (first === 0x587a37fd && head[4] === 0x5a) return 'xz';
  const level = head[3] ?? 0;
  return head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 && level >= 0x31 && level <= 0x39
    ? 'bzip2'
    : undefined;
}
