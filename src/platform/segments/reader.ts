import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { constants, createZstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { type Collection, callKey, type Fact, type FactRecord, type Json } from '../../model/index.ts';
import { brokenSegment, diskError } from './errors.ts';

/** Longest record accepted. The largest answers known (policy documents, parameter groups) are far below. */
const MAX_LINE = 32 * 1024 * 1024;

/** Facts of calls in flight that may wait for their collection, in records. */
const MAX_PENDING = 2_000_000;

const scopeShape = {
  tenant: z.string().max(256),
  connection: z.string().max(256),
  provider: z.string().max(64),
  account: z.string().max(256),
  region: z.string().max(64),
  service: z.string().max(64),
  operation: z.string().max(128),
  params: z.record(z.string(), z.unknown()),
};

const recordSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('fact'),
    ...scopeShape,
    item: z.number().int().nonnegative(),
    data: z.unknown(),
    collectedAt: z.string(),
  }),
  z.object({
    type: z.literal('collection'),
    ...scopeShape,
    pages: z.number().int().nonnegative(),
    items: z.number().int().nonnegative(),
    complete: z.boolean(),
    error: z.object({ code: z.string(), message: z.string(), permission: z.string().optional() }).optional(),
    startedAt: z.string(),
    finishedAt: z.string(),
  }),
]);

/** One call with everything it brought. */
export interface Answer {
  collection: Collection;
  items: Json[];
}

/** The segment files of a folder, oldest first. */
export async function segmentFiles(dir: string): Promise<string[]> {
  try {
    const names = await readdir(dir);
    return names
      .filter((name) => /\.ndjson(\.zst)?$/.test(name))
      .sort()
      .map((name) => path.join(dir, name));
  } catch (error) {
    throw diskError(dir, error);
  }
}

/**
 * Reads a folder of segments record by record, in the order they were written.
 * The last line of a file that a crash cut short is left out: its call has no collection, so nothing is taken for known.
 *
 * @throws UserError where a file cannot be read or holds something else than records
 */
export async function* readSegments(dir: string): AsyncGenerator<FactRecord> {
  for (const file of await segmentFiles(dir)) yield* readSegment(file);
}

async function* readSegment(file: string): AsyncGenerator<FactRecord> {
  let number = 0;
  for await (const line of lines(file)) {
    number += 1;
    if (line === '') continue;
    yield parseRecord(file, number, line);
  }
}

function parseRecord(file: string, number: number, line: string): FactRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw brokenSegment(file, number, 'not JSON');
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw brokenSegment(file, number, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a fact'}`);
  }
  // The schema checked the shape; the parsed copy would only drop what a newer version added.
  return value as FactRecord;
}

async function* lines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  // A frame that ends early gives what it holds instead of an error: that is what a crash leaves behind.
  const plain = file.endsWith('.zst')
    ? source.pipe(createZstdDecompress({ finishFlush: constants.ZSTD_e_flush }))
    : source;
  source.on('error', (error) => plain.destroy(error));
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let number = 0;
  try {
    for await (const chunk of plain) {
      const text = rest + decoder.write(chunk as Buffer);
      let start = 0;
      for (let end = text.indexOf('\n', start); end !== -1; end = text.indexOf('\n', start)) {
        number += 1;
        yield text.slice(start, end);
        start = end + 1;
      }
      rest = text.slice(start);
      if (rest.length > MAX_LINE) throw brokenSegment(file, number + 1, `longer than ${MAX_LINE} characters`);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('ZSTD')) throw brokenSegment(file, number + 1, 'not zstd');
    throw diskError(file, error);
  }
  // A plain file may lack the last line feed; a cut compressed one must not be trusted so far.
  if (rest !== '' && !file.endsWith('.zst')) yield rest;
}

/**
 * Reads a folder of segments call by call. Facts without a collection behind them (a crash came between) are left out.
 * A call recorded twice comes twice, the later one last.
 */
export async function* readAnswers(dir: string): AsyncGenerator<Answer> {
  const pending = new Map<string, Fact[]>();
  let waiting = 0;
  for await (const record of readSegments(dir)) {
    const key = callKey(record);
    if (record.type === 'fact') {
      const facts = pending.get(key);
      // The first item of a call starts anew: an earlier try was cut.
      if (facts === undefined || record.item === 0) {
        waiting -= facts?.length ?? 0;
        pending.set(key, [record]);
      } else {
        facts.push(record);
      }
      waiting += 1;
      if (waiting > MAX_PENDING) throw brokenSegment(dir, 0, 'too many facts without a collection');
      continue;
    }
    const facts = pending.get(key) ?? [];
    pending.delete(key);
    waiting -= facts.length;
    yield { collection: record, items: facts.map((fact) => fact.data) };
  }
}
