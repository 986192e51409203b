import type { Advisory } from '../../model/index.ts';
import type { Feed, FeedRecord } from '../feeds/index.ts';
import { FeedBroken } from '../read/limits.ts';
import type { FeedFiles } from './build.ts';

/** A feed whose records are given, for tests. It breaks behind them where `breaks` is said. */
export function feedOf(id: string, records: readonly FeedRecord[], breaks = false): Feed {
  return {
    id,
    title: id,
    licence: 'none',
    ecosystems: [],
    published: {},
    takes: () => true,
    async *read() {
      yield* records;
      if (breaks) throw new FeedBroken('it ends early');
    },
  };
}

/** The feed as one whose files lie ready. */
export function ready(feed: Feed, asOf = new Date('2030-01-01T00:00:00Z')): FeedFiles {
  return { feed, root: '.', asOf, validators: { file: feed.id } };
}

/** An advisory on one package of npm. */
export function advisory(id: string, name: string, more: Partial<Advisory> = {}): Advisory {
  return {
    id,
    source: 'ghsa',
    aliases: [],
    affected: [{ ecosystem: 'npm', name, ranges: [{ fixed: '2.0.0' }] }],
    ...more,
  };
}
