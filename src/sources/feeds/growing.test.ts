import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsOf } from '../events/read/index.ts';
import { begun, continued, type Growing, overlapOf, type Reach } from './growing.ts';

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What each look gives at a file that has these contents one after the other. */
async function looks(contents: readonly string[], { size = 7, appended = false } = {}): Promise<unknown[][]> {
  let reach: Reach | undefined;
  const found: unknown[][] = [];
  for (const content of contents) {
    const bytes = Buffer.from(content);
    let grown: Growing | undefined;
    if (reach !== undefined && bytes.length >= reach.at)
      grown = await continued(chunks(bytes.subarray(reach.at - overlapOf(reach)), size), reach, appended);
    grown ??= await begun(chunks(bytes, size), appended);
    const records: unknown[] = [];
    for await (const batch of recordsOf(grown.bytes, {})) records.push(...batch);
    reach = grown.reach();
    found.push(records);
  }
  return found;
}

describe('a file that grows', () => {
  it('is read on inside its list of records', async () => {
    expect(
      await looks(['{"records":[{"n":1}]}', '{"records":[{"n":1},{"n":2}]}', '{"records":[{"n":1},{"n":2}]}']),
    ).toEqual([[{ n: 1 }], [{ n: 2 }], []]);
    expect(await looks(['{ "records": [\n]}\n', '{ "records": [\n{"n":1}\n]}\n'])).toEqual([[], [{ n: 1 }]]);
  });

  it('is read on line by line', async () => {
    expect(await looks(['{"n":1}\n', '{"n":1}\n{"n":2}\n'])).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  });

  it('of any contents is read as if at once, whatever its pieces', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(']}'),
      fc.constant('{"records":['),
      fc.constant('\n'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom('document', 'lines'),
        async (steps, size, form) => {
          const records = steps.map((values) => values.map((one) => ({ v: one })));
          const contents = steps.map((_, upTo) => {
            const all = records
              .slice(0, upTo + 1)
              .flat()
              .map((record) => JSON.stringify(record));
            return form === 'document' ? `{"records":[${all.join(',')}]}` : all.map((one) => `${one}\n`).join('');
          });
          expect(await looks(contents, { size, appended: form === 'lines' })).toEqual(records);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never fails for its contents', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string(), fc.constant('{"records":['), fc.constant(']}'), fc.constant('\n'))),
        fc.array(fc.string()),
        async (first, second) => {
          const whole = first.join('');
          await looks([whole, `${whole}${second.join('')}`, second.join('')], { appended: true });
        },
      ),
      { numRuns: 200 },
    );
  });
});
