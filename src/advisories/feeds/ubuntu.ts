import { documentsOf, made } from './documents.ts';
import { osvRecord } from './osv-record.ts';
import { ovalAdvisories } from './oval.ts';
import type { Feed } from './types.ts';

/** Ubuntu's security data: its OSV records, or its OVAL definitions of a release. */
export const ubuntu: Feed = {
  id: 'ubuntu',
  title: 'Ubuntu security notices and CVEs',
  licence: 'CC-BY-SA-4.0',
  attribution: 'Canonical, https://ubuntu.com/security',
  ecosystems: ['ubuntu:*'],
  published: { 'ubuntu.zip': 'https://osv-vulnerabilities.storage.googleapis.com/Ubuntu/all.zip' },
  takes: (path) => /\.(json|ndjson|jsonl|xml)$/i.test(path) && !/(^|\/)index\.json$/.test(path),
  async *read(input) {
    for await (const file of input.files) {
      if (/\.xml$/i.test(file.path)) yield* ovalAdvisories(file, 'ubuntu', input);
      else {
        for await (const { where, value } of documentsOf(file, input))
          yield* made(() => osvRecord(value, 'ubuntu', input), where, input);
      }
    }
  },
};
