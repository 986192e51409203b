import type { Watch } from '../../api/client.ts';
import type { operations } from '../../api/schema.ts';

export type WatchBody = NonNullable<operations['createWatch']['requestBody']>['content']['application/json'];

/** What is sent to keep a watch as it is. */
export function bodyOf(watch: Watch, title: string): WatchBody {
  const { enabled, events, actor, account, region, ip, asset, outcome, severity, channels } = watch;
  return { title, enabled, events, actor, account, region, ip, asset, outcome, severity, channels };
}

/** The texts by which a watch is narrowed. */
export const narrowing = ['actor', 'account', 'region', 'ip', 'asset'] as const;
