import { documentsIn, made } from './documents.ts';
import { osvRecord } from './osv-record.ts';
import type { Feed } from './types.ts';

/** A feed whose files hold OSV records: a JSON or YAML document each, or lines of JSON. */
export function osvFeed(about: Omit<Feed, 'takes' | 'read'> & Partial<Pick<Feed, 'takes'>>): Feed {
  return {
    takes: (path) => /\.(json|ndjson|jsonl|ya?ml)$/i.test(path) && !/(^|\/)(index|manifest|package)\.json$/i.test(path),
    ...about,
    async *read(input) {
      for await (const { where, value } of documentsIn(input)) {
        yield* made(() => osvRecord(value, about.id, input), where, input);
      }
    },
  };
}
