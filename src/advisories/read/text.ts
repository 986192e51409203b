import { StringDecoder } from 'node:string_decoder';
import type { FeedFile } from './files.ts';
import { FeedBroken, limits } from './limits.ts';

/** A document that is larger than one may be. */
export class DocumentTooLarge extends Error {
  override readonly name = 'DocumentTooLarge';
}

/** The whole text of a file. @throws DocumentTooLarge */
export async function textOf({ chunks }: FeedFile, most: number = limits.document): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw new DocumentTooLarge(`it is larger than ${most} bytes`);
    parts.push(chunk);
  }
  const whole = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, size);
  return whole.toString('utf8').replace(/^\ufeff/, '');
}

/** The lines of a file. @throws FeedBroken where one is longer than a document may be */
export async function* linesOf({ path, chunks }: FeedFile, most: number = limits.document): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + decoder.write(chunk);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
      start = end + 1;
    }
    rest = text.slice(start);
    if (rest.length > most) throw new FeedBroken(`${path} has a line of more than ${most} characters`);
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}
