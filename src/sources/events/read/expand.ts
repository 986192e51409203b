import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { limits, lose, type ReadLosses } from './limits.ts';

/**
 * The bytes of a file as they were before gzip or zstd, which its first bytes tell. Ends early, and counts it, where the
 * stream is cut or broken (`stream-cut`), or expands beyond reason (`too-large`).
 */
export async function* expand(
  source: AsyncIterable<Uint8Array>,
  losses: ReadLosses,
  most: { ratio: number; expanded: number } = limits,
): AsyncGenerator<Buffer> {
  const { head, all } = await peek(source);
  const decoder = isGzip(head) ? createGunzip() : isZstd(head) ? createZstdDecompress() : undefined;
  if (decoder === undefined) {
    yield* all;
    return;
  }
  let packed = 0;
  const input = Readable.from(
    (async function* () {
      for await (const chunk of all) {
        packed += chunk.length;
        yield chunk;
      }
    })(),
  );
  input.on('error', (error) => decoder.destroy(error));
  let expanded = 0;
  try {
    for await (const chunk of input.pipe(decoder)) {
      expanded += (chunk as Buffer).length;
      if (expanded > most.expanded && expanded > packed * most.ratio) {
        lose(losses, 'too-large');
        return;
      }
      yield chunk as Buffer;
    }
  } catch (error) {
    if (!isPackingError(error)) throw error;
    lose(losses, 'stream-cut');
  } finally {
    input.destroy();
    decoder.destroy();
  }
}

/** The first bytes of a stream, and the whole stream again. */
async function peek(source: AsyncIterable<Uint8Array>): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let done = false;
  while (head.length < 4 && !done) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else head = Buffer.concat([head, next.value]);
  }
  const all = (async function* () {
    try {
      if (head.length > 0) yield head;
      while (!done) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      }
    } finally {
      await iterator.return?.();
    }
  })();
  return { head, all };
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function isZstd(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528;
}

/** zlib's own complaints, and not those of the disk or network that the bytes come from. */
function isPackingError(error: unknown): boolean {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  return code.startsWith('Z_') || code.startsWith('ZSTD_') || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
