import { osvFeed } from './osv-feed.ts';

export const goVulndb = osvFeed({
  id: 'go-vulndb',
  title: 'Go vulnerability database',
  licence: 'CC-BY-4.0',
  attribution: 'The Go Authors, https://go.dev/security/vuln/database',
  ecosystems: ['golang'],
  optional: true,
  published: { 'vulndb.zip': 'https://vuln.go.dev/vulndb.zip' },
  takes: (path) => /(^|\/)GO-[^/]*\.json$/.test(path) || /\.(ndjson|jsonl)$/i.test(path),
});
