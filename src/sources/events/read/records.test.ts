import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../model/index.ts';
import { expand } from './expand.ts';
import { limits, type ReadLosses } from './limits.ts';
import { recordsOf } from './records.ts';
import { jsonSplitter } from './splitter.ts';

const records: JsonObject[] = [
  { n: 1, text: 'a "quoted" \\ {[ text' },
  { n: 2, below: { list: [{ deep: [] }] } },
  { n: 3, name: '화성' },
];

/** Reads bytes that come in chunks of a size. */
async function read(bytes: Buffer | string, chunk = 1 << 16): Promise<{ records: JsonObject[]; losses: ReadLosses }> {
  const losses: ReadLosses = {};
  const found: JsonObject[] = [];
  const all = Buffer.from(bytes);
  async function* chunks() {
    for (let at = 0; at < all.length; at += chunk) yield all.subarray(at, at + chunk);
  }
  for await (const batch of recordsOf(chunks(), losses)) found.push(...batch);
  return { records: found, losses };
}

const lines = records.map((record) => JSON.stringify(record)).join('\n');
const forms: [string, string][] = [
  ['one record a line', lines],
  ['one record a line, with Windows’ ends and blank lines', `\uFEFF\r\n${lines.replaceAll('\n', '\r\n\r\n')}\r\n`],
  ['a list', JSON.stringify(records)],
  ['a list over several lines', JSON.stringify(records, null, 2)],
  ['an envelope', JSON.stringify({ Records: records })],
  ['an envelope over several lines', JSON.stringify({ Records: records }, null, 2)],
  ['records one behind the other', records.map((record) => JSON.stringify(record)).join('')],
  [
    'records one behind the other over several lines',
    records.map((record) => JSON.stringify(record, null, 2)).join('\n'),
  ],
];

describe('a file of logs', () => {
  it.each(forms)('is read as %s', async (_, text) => {
    expect(await read(text)).toEqual({ records, losses: {} });
  });

  it.each(forms)('is the same however it is cut into chunks, as %s', async (_, text) => {
    for (const chunk of [1, 2, 3, 7, 64]) expect(await read(text, chunk)).toEqual({ records, losses: {} });
  });

  it('is read out of gzip and zstd', async () => {
    for (const packed of [
      gzipSync(lines),
      zstdCompressSync(lines),
      Buffer.concat([gzipSync(`${lines}\n`), gzipSync('')]),
      Buffer.concat(lines.split('\n').map((line) => zstdCompressSync(`${line}\n`))),
    ]) {
      expect(await read(packed, 10)).toEqual({ records, losses: {} });
    }
  });

  it('counts lines that are no JSON, and goes on', async () => {
    expect(await read(`${lines}\n{"cut\n17\n{"n":4}`)).toEqual({
      records: [...records, { n: 4 }],
      losses: { malformed: 2 },
    });
  });

  it('gives what came before a cut, and counts the cut', async () => {
    const cut = JSON.stringify({ Records: records }).slice(0, -20);
    expect(await read(cut)).toEqual({ records: records.slice(0, 2), losses: { malformed: 1 } });
    const packed = gzipSync(
      Array.from({ length: 2000 }, (_, n) => JSON.stringify({ n, text: String(Math.sin(n)) })).join('\n'),
    );
    const { records: some, losses } = await read(packed.subarray(0, packed.length / 2));
    expect(some.length).toBeGreaterThan(10);
    expect(losses['stream-cut']).toBe(1);
  });

  it('leaves out a record that is too long, and counts it', async () => {
    const long = JSON.stringify({ n: 0, text: 'x'.repeat(limits.record) });
    expect(await read(`${lines}\n${long}\n{"n":4}`)).toEqual({
      records: [...records, { n: 4 }],
      losses: { 'too-large': 1 },
    });
  });

  it('stops where it expands beyond reason', async () => {
    const losses: ReadLosses = {};
    let size = 0;
    async function* bomb() {
      yield gzipSync(Buffer.alloc(2 ** 22), { level: 9 });
    }
    for await (const chunk of expand(bomb(), losses, { ratio: 100, expanded: 2 ** 20 })) size += chunk.length;
    expect(losses).toEqual({ 'too-large': 1 });
    expect(size).toBeLessThan(2 ** 21);
  });

  it('is no log where its lines are of no known kind', async () => {
    expect(await read('hello\nworld\n')).toEqual({ records: [], losses: { 'unknown-source': 2 } });
    expect(await read('')).toEqual({ records: [], losses: {} });
    expect(await read(' \n\n ')).toEqual({ records: [], losses: {} });
  });

  it('may be several text logs, one behind the other', async () => {
    const text = [
      'version srcaddr dstaddr start',
      '5 10.0.0.1 10.0.0.2 1793534400',
      'version dstaddr srcaddr start',
      '5 10.0.0.1 10.0.0.2 1793534400',
      'x',
    ];
    const { records: flows, losses } = await read(text.join('\n'));
    expect(flows.map(({ srcaddr }) => srcaddr)).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(losses).toEqual({ malformed: 1 });
  });

  it('never breaks the reader, whatever bytes it is', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      '\n',
      ' ',
      'a',
      '1',
      '{"a":1}',
      '{"Records":[',
      '\u001f\u008b',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (pieces, chunk) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        const whole = await read(bytes);
        expect(await read(bytes, chunk)).toEqual(whole);
      }),
    );
  });
});

describe('cutting JSON that comes in chunks', () => {
  it('takes the records of a long envelope one by one, and nothing behind them', () => {
    const splitter = jsonSplitter(1000, new Set(['Records']));
    const text = JSON.stringify({ version: 1, Records: records, after: { list: [{ not: 'a record' }] } });
    const pieces = [...splitter.push(Buffer.from(text)), ...splitter.end()];
    expect(pieces.map((piece) => ('text' in piece ? JSON.parse(piece.text) : piece))).toEqual(records);
  });

  it('gives the values of any list, however it is cut', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), {
      noNullPrototype: true,
    }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 1, max: 50 }), fc.boolean(), (values, chunk, pretty) => {
        const bytes = Buffer.from(JSON.stringify(values, null, pretty ? 2 : 0));
        const splitter = jsonSplitter(1 << 20, new Set());
        const found: unknown[] = [];
        for (let at = 0; at < bytes.length; at += chunk) {
          for (const piece of splitter.push(bytes.subarray(at, at + chunk)))
            found.push('text' in piece ? JSON.parse(piece.text) : piece);
        }
        expect([...splitter.end()]).toEqual([]);
        expect(found).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });
});
