import { atLeast } from '../model/index.ts';
import type { RoutingTable } from '../platform/store/index.ts';
import type { Notice } from './types.ts';

export type Route = Pick<RoutingTable, 'channel' | 'severity'> & { account: string | null; asset: string | null };

/** Ids of the channels that a notice goes to, each once. */
export function channelsFor(notice: Notice, routes: readonly Route[]): string[] {
  const routed = routes.filter((route) => leads(route, notice)).map(({ channel }) => channel);
  return [...new Set([...routed, ...(notice.channels ?? [])])];
}

function leads({ severity, account, asset }: Route, notice: Notice): boolean {
  if (!atLeast(notice.severity, severity)) return false;
  if (account !== null && account !== notice.account) return false;
  if (asset === null) return true;
  if (asset.startsWith('tag:')) return notice.tags.includes(asset.slice(4).toLowerCase());
  const pattern = wildcard(asset);
  return notice.assets.some((id) => pattern(id));
}

/** `*` stands for any run of characters; case counts. Linear in the length of both. */
function wildcard(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
