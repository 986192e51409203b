import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseTrustedRoot, TrustError, verifySigstore } from '../../../src/engines/trust/index.ts';
import { publicKeyIn } from '../../../src/engines/trust/keys.ts';
import { tally } from '../score.ts';
import type { CaseOutcome } from '../set.ts';
import type { SetResult } from './types.ts';

interface BundleCase {
  id: string;
  bundle: unknown;
  trustedRoot: string;
  key?: string;
  artifact?: string;
  expected: 'valid' | 'invalid';
  why?: string;
}

/** Sigstore bundles that must verify, and altered ones that must not. All must be right; an altered one that is accepted is told first. */
export async function run(dir: string): Promise<SetResult> {
  const lines = (await readFile(path.join(dir, 'cases.ndjson'), 'utf8')).split('\n').filter((line) => line !== '');
  const accepted: string[] = [];
  const scored = await tally(outcomes(dir, lines, accepted));
  return { ...scored, underBar: underBar(scored.total, accepted) };
}

function underBar({ cases, equal }: { cases: number; equal: number }, accepted: readonly string[]): string | undefined {
  if (cases === 0) return 'no case is judged';
  if (accepted.length > 0) return `accepted although invalid: ${accepted.join(', ')}`;
  return equal < cases ? `${cases - equal} of ${cases} bundles are not as labelled` : undefined;
}

async function* outcomes(dir: string, lines: readonly string[], accepted: string[]): AsyncGenerator<CaseOutcome> {
  for (const line of lines) {
    const one = JSON.parse(line) as BundleCase;
    const said = await verdictOn(dir, one);
    const isValid = said === undefined;
    const isRight = isValid === (one.expected === 'valid');
    if (isValid && !isRight) accepted.push(one.id);
    const rule = one.id.split('/')[1] ?? one.id;
    const detail = `expected ${one.expected} (${one.why ?? ''}), but ${said ?? 'it verifies'}`;
    yield { id: one.id, rule, outcome: isRight ? 'equal' : 'different', ...(!isRight && { detail }) };
  }
}

/** Why it does not verify; undefined where it does. */
async function verdictOn(dir: string, { bundle, trustedRoot, key, artifact }: BundleCase): Promise<string | undefined> {
  const root = parseTrustedRoot(await readFile(path.join(dir, trustedRoot), 'utf8'));
  const anchors = {
    root,
    log: false,
    ...(key !== undefined && { key: publicKeyIn(await readFile(path.join(dir, key), 'utf8')) }),
  };
  try {
    verifySigstore(bundle, anchors, artifact === undefined ? undefined : Buffer.from(artifact, 'base64'));
    return undefined;
  } catch (error) {
    return error instanceof TrustError ? error.message : `threw ${String(error)}`;
  }
}
