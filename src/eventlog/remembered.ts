import { createHash } from 'node:crypto';

/** Ids of one generation; two are kept. */
const GENERATION = 300_000;

/** Remembers the newest ids, some 300,000 to 600,000 of them, to tell what came before. */
export interface RememberedIds {
  has(id: string): boolean;
  add(id: string): void;
}

/** Ids are kept as 53 bits of their hash: two of 600,000 are taken for one in fewer than one case of 10,000. */
export function rememberIds(): RememberedIds {
  let young = new Set<number>();
  let old = new Set<number>();
  return {
    has: (id) => {
      const hash = hashOf(id);
      return young.has(hash) || old.has(hash);
    },
    add: (id) => {
      if (young.size >= GENERATION) {
        old = young;
        young = new Set();
      }
      young.add(hashOf(id));
    },
  };
}

function hashOf(id: string): number {
  const digest = createHash('sha1').update(id).digest();
  return digest.readUIntBE(0, 6) * 32 + (digest[6] as number & 31);
}
