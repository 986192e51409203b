import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../model/index.ts';
import type { Content } from '../content.ts';
import { remember, remembered } from '../remembered.ts';
import type { Services } from '../services.ts';

/** Row of the settings that says by which content was judged last; without it this is the very first start. */
const NAME = 'content';

/** Hash over everything that a judgement depends on but the facts: the controls, and the version that judges by them. */
export function contentHash({ controls }: Content, version: string): string {
  const judged = [...controls.values()].map(
    ({ id, severity, kind, params, uses, related, each, key, when, pass, evidence }) => ({
      ...{ id, severity, kind, uses, pass },
      ...{ params: params ?? null, related: related ?? null, evidence: evidence ?? null },
      ...{ each: each ?? null, key: key ?? null, when: when ?? null },
    }),
  );
  return createHash('sha256')
    .update(canonicalJson([version, judged] as unknown as Json))
    .digest('hex')
    .slice(0, 32);
}

/** The hash of the content that was judged by last; undefined on the very first start. */
export async function lastContent(services: Services): Promise<string | undefined> {
  const last = await remembered(services, NAME);
  return last === undefined ? undefined : String(last.value);
}

/** Remembers by which content is judged from now on. */
export async function rememberContent(services: Services, hash: string): Promise<void> {
  await remember(services, NAME, hash, services.clock());
}
