import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { type Collection, callKey, type FactRecord, operationName } from '../../../src/model/index.ts';
import { type Answer, readAnswers } from '../../../src/platform/segments/index.ts';
import { asAws } from './moto-differences.ts';

/** As small as zstd makes it: it is packed once and kept in the repository. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 19 } };

/** A text as it is kept. */
export function packed(text: string): Buffer {
  return zstdCompressSync(text, compression);
}

/** Keeps recordings as the one segment of `to`, sorted so that two of them can be compared, and tells what did not work. */
export async function keep(
  from: readonly string[],
  to: string,
): Promise<{ bytes: number; failed: Record<string, number> }> {
  const recorded: Answer[] = [];
  for (const folder of from) for await (const answer of readAnswers(folder)) recorded.push(answer);
  const answers = asAws(recorded);
  const failed: Record<string, number> = {};
  for (const answer of answers) {
    const { error, complete } = answer.collection;
    if (complete) continue;
    const what = `${operationName(answer.collection)} ${error?.code} ${error?.message}`;
    failed[what] = (failed[what] ?? 0) + 1;
  }
  answers.sort((a, b) => (callKey(a.collection) < callKey(b.collection) ? -1 : 1));
  const lines = answers.flatMap((answer) => [...recordsOf(answer)]).map((record) => `${JSON.stringify(record)}\n`);
  const segment = packed(lines.join(''));
  await mkdir(to, { recursive: true });
  for (const name of await readdir(to)) if (name.endsWith('.zst')) await rm(path.join(to, name));
  await writeFile(path.join(to, '000001.ndjson.zst'), segment);
  return { bytes: segment.length, failed };
}

function* recordsOf({ collection, items }: Answer): Generator<FactRecord> {
  const { tenant, connection, provider, account, region, service, operation, params, finishedAt }: Collection =
    collection;
  const call = { tenant, connection, provider, account, region, service, operation, params };
  for (const [item, data] of items.entries()) yield { type: 'fact', ...call, item, data, collectedAt: finishedAt };
  yield collection;
}
