import { type Json, UserError } from '../../model/index.ts';
import type { Upload } from '../context.ts';
import { refuse } from '../http/refusal.ts';

/**
 * Reads a body whole.
 *
 * @throws Refusal `too-large` beyond so many bytes
 */
export async function readBody({ body }: Upload, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw refuse('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a body that is JSON.
 *
 * @throws UserError `json-malformed`
 */
export async function readJson(upload: Upload, mostBytes: number): Promise<Json> {
  const text = (await readBody(upload, mostBytes)).toString('utf8');
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new UserError('json-malformed', {
      en: 'The body is no JSON. Send one JSON document.',
      ko: '본문이 올바른 JSON이 아닙니다. JSON 문서 하나를 보내세요.',
    });
  }
}
