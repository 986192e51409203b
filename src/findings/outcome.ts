import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Result } from '../model/index.ts';
import { canonicalJson, type Json } from '../model/index.ts';
import type { Database } from '../platform/store/index.ts';
import { isPlace } from './places.ts';
import type { Batch, Run } from './run.ts';
import { outcomeHashes } from './write-results.ts';

/**
 * Tells the (control, asset) pairs of a batch that say something new from those that say what is stored already.
 * It compares outcomes, not what went in: a judgement may depend on the clock, and costs less than it takes to find out
 * that it need not be made.
 */
export async function sortOut(db: Kysely<Database>, run: Run, results: readonly Result[]): Promise<Batch> {
  const pairs = Map.groupBy(results, ({ control, asset }) => `${control}\n${asset}`);
  const known = await outcomeHashes(db, run.tenant, [...new Set(results.map(({ asset }) => asset))]);
  const changed: (Result & { outcomeHash?: string })[] = [];
  const unchanged: { control: string; asset: string }[] = [];
  for (const [pair, ofPair] of pairs) {
    const hash = outcomeOf(ofPair, run);
    const [first] = ofPair;
    if (first !== undefined && known.get(pair) === hash && !ofPair.some(isPlace)) {
      unchanged.push({ control: first.control, asset: first.asset });
    } else {
      for (const result of ofPair) changed.push({ ...result, outcomeHash: hash });
    }
  }
  return { results: changed, unchanged };
}

/** Hash of everything that the store keeps of a pair's results and findings, but for times. */
function outcomeOf(results: readonly Result[], run: Run): string {
  const hash = createHash('sha256');
  const [first] = results;
  if (first !== undefined) {
    const rule = run.rules.get(first.control);
    const jewels = [...(run.crownJewels ?? [])].sort();
    hash.update(canonicalJson([rule?.severity ?? '', jewels, run.described?.(first.asset) ?? '']));
  }
  for (const { judgedAt: _, ...result } of results) hash.update(canonicalJson(result as unknown as Json));
  return hash.digest('base64url').slice(0, 27);
}
