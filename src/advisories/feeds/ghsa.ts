import { osvFeed } from './osv-feed.ts';

/** GitHub's advisories as its repository holds them; those that nobody has reviewed name no packages. */
export const ghsa = osvFeed({
  id: 'ghsa',
  title: 'GitHub Advisory Database',
  licence: 'CC-BY-4.0',
  attribution: 'GitHub Advisory Database, https://github.com/github/advisory-database',
  ecosystems: ['npm', 'pypi', 'golang', 'cargo', 'maven', 'gem', 'composer', 'nuget', 'pub', 'hex', 'swift'],
  optional: true,
  published: { 'ghsa.tar.gz': 'https://github.com/github/advisory-database/archive/refs/heads/main.tar.gz' },
  takes: (path) => /(^|\/)GHSA-[^/]*\.json$/.test(path) || /\.(ndjson|jsonl)$/i.test(path),
});
