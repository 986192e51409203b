import { useEffect, useRef, useState } from 'react';
import type { Activity, Alert } from '../../api/client.ts';
import type { LiveSearch } from '../../app/addresses.ts';

/** What passed: an event, or an alert that was raised. */
export type Passing = { type: 'event'; key: string; event: Activity } | { type: 'alert'; key: string; alert: Alert };

/** Most entries that are shown; older ones make room. */
export const mostShown = 1000;

/** How often what came in is drawn, in milliseconds: a flood must not draw for every event. */
const pace = 250;

export interface Stream {
  state: 'connecting' | 'open' | 'broken' | 'refused';
  /** Newest first. */
  entries: readonly Passing[];
  /** Came since the reader paused, and is not shown yet. */
  waiting: number;
  seen: number;
  /** Not sent, because this reader was too slow. */
  leftOut: number;
  since: string;
  clear: () => void;
}

interface Shown {
  entries: readonly Passing[];
  seen: number;
  leftOut: number;
}

const nothing: Shown = { entries: [], seen: 0, leftOut: 0 };

/** Newest entries before older ones, at most {@link mostShown}; an alert that grew takes its old place's stead. */
export function withNewest(before: readonly Passing[], oldestFirst: readonly Passing[]): readonly Passing[] {
  const fresh = new Map<string, Passing>();
  for (const entry of oldestFirst.slice(-mostShown)) {
    fresh.delete(entry.key);
    fresh.set(entry.key, entry);
  }
  return [...[...fresh.values()].reverse(), ...before.filter(({ key }) => !fresh.has(key))].slice(0, mostShown);
}

/** The stream of events and alerts, for as long as the page is open. While paused it is read on, and kept back. */
export function useStream(filter: LiveSearch & { account?: string | undefined }, paused: boolean): Stream {
  const [state, setState] = useState<Stream['state']>('connecting');
  const [shown, setShown] = useState(nothing);
  const [waiting, setWaiting] = useState(0);
  const [since, setSince] = useState(() => new Date().toISOString());
  const held = useRef<{ entries: Passing[]; seen: number; leftOut: number }>({ entries: [], seen: 0, leftOut: 0 });
  const address = addressOf(filter);

  useEffect(() => {
    held.current = { entries: [], seen: 0, leftOut: 0 };
    setShown(nothing);
    setWaiting(0);
    setState('connecting');
    setSince(new Date().toISOString());
    const source = new EventSource(address);
    const keep = (entry: Passing) => {
      held.current.entries.push(entry);
      held.current.seen += 1;
      // What is kept back is bounded like what is shown.
      if (held.current.entries.length > 2 * mostShown) held.current.entries.splice(0, mostShown);
    };
    source.addEventListener('open', () => setState('open'));
    source.addEventListener('error', () => setState(source.readyState === EventSource.CLOSED ? 'refused' : 'broken'));
    source.addEventListener('event', ({ data }) => {
      const event = JSON.parse(data) as Activity;
      keep({ type: 'event', key: `event:${event.id}`, event });
    });
    source.addEventListener('alert', ({ data }) => {
      const alert = JSON.parse(data) as Alert;
      keep({ type: 'alert', key: `alert:${alert.id}`, alert });
    });
    source.addEventListener('left-out', ({ data }) => {
      held.current.leftOut += (JSON.parse(data) as { count: number }).count;
    });
    return () => source.close();
  }, [address]);

  useEffect(() => {
    const timer = setInterval(() => {
      const { entries, seen, leftOut } = held.current;
      if (paused) {
        setWaiting(seen);
        return;
      }
      setWaiting(0);
      if (seen === 0 && leftOut === 0) return;
      held.current = { entries: [], seen: 0, leftOut: 0 };
      setShown((before) => ({
        entries: withNewest(before.entries, entries),
        seen: before.seen + seen,
        leftOut: before.leftOut + leftOut,
      }));
    }, pace);
    return () => clearInterval(timer);
  }, [paused]);

  return {
    ...{ state, waiting, since, ...shown },
    clear: () => {
      setShown(nothing);
      setSince(new Date().toISOString());
    },
  };
}

function addressOf(filter: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const name of ['source', 'action', 'actor', 'account']) {
    const value = filter[name];
    if (value !== undefined) query.set(name, value);
  }
  return `/api/v1/events/live?${query}`;
}
