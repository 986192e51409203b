import { osvFeed } from './osv-feed.ts';

export const pypa = osvFeed({
  id: 'pypa',
  title: 'Python packaging advisory database',
  licence: 'CC-BY-4.0',
  attribution: 'Python Packaging Authority advisory database, https://github.com/pypa/advisory-database',
  ecosystems: ['pypi'],
  optional: true,
  published: { 'pypa.tar.gz': 'https://github.com/pypa/advisory-database/archive/refs/heads/main.tar.gz' },
  takes: (path) => /(^|\/)PYSEC-[^/]*\.(ya?ml|json)$/.test(path) || /\.(ndjson|jsonl)$/i.test(path),
});
