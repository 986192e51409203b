import {
  type Anchors,
  asMaterial,
  judgeTrust,
  type TrustPolicy,
  type TrustVerdict,
  trustResults,
} from '../engines/trust/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Json, Result, Rule } from '../model/index.ts';

/** Whether one image is trusted, as a report tells it. */
export interface ImageTrust extends TrustVerdict {
  asset: string;
  assetName: string;
}

/** Judges where the images of an inventory come from. */
export type JudgeTrust = (
  inventory: Inventory,
  now: Date,
) => Iterable<{ trust: ImageTrust; judged: { rule: Rule; result: Result }[] }>;

const OPERATION = 'oci:ListSignatures';

/** Judges every image of an inventory by a trust policy. One whose signatures nobody collected is undecided. */
export function judgingTrust(policy: TrustPolicy, anchors: Anchors): JudgeTrust {
  return function* judgeImages(inventory, now) {
    for (const entry of inventory.ofKind('oci.image')) {
      const answer = inventory.answer(entry, OPERATION);
      const { registry, repository, index } = inventory.load(entry).data;
      const subject = {
        registry: textOf(registry),
        repository: textOf(repository),
        digest: entry.id,
        ...(typeof index === 'string' && { index }),
      };
      const error = answer === undefined ? notAsked : answer.collection.error;
      const found = (answer?.items ?? []).map((item) => asMaterial(item as Json));
      const verdict = judgeTrust(subject, { found, ...(error !== undefined && { error }) }, policy, anchors, now);
      yield {
        trust: { asset: entry.id, assetName: entry.name, ...verdict },
        judged: trustResults(verdict, entry, now),
      };
    }
  };
}

const notAsked = { code: 'NotCollected', message: 'nobody asked for the signatures' };

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
