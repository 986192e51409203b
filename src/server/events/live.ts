import { Readable } from 'node:stream';
import type { Activity } from '../../model/index.ts';

/** Entries that wait for one slow reader; what comes beyond is left out and counted. */
const MOST_WAITING = 500;

/** Readers at a time; each costs a connection and a buffer. */
const MOST_READERS = 50;

/** How often a reader is sent something, so that it and whatever lies between know that the connection lives. */
const PULSE_MS = 15_000;

/** What a reader wants to see; what is left out does not matter. */
export interface LiveFilter {
  source?: string;
  action?: string;
  actor?: string;
  account?: string;
}

/** What passes: an event, or an alert as the API shows it. */
export type LiveEntry =
  | { type: 'event'; activity: Activity; view: () => unknown }
  | {
      type: 'alert';
      alert: { source: string; actor: string; account: string };
      view: () => unknown;
    };

/** Events and alerts as they pass, for whoever looks. */
export interface Live {
  /** True where somebody looks: nothing needs to be shown otherwise. */
  readonly watched: boolean;
  publish(entries: readonly LiveEntry[]): void;
  /** A stream of server-sent events; undefined where too many look already. It ends when the reader goes away. */
  follow(filter: LiveFilter): Readable | undefined;
  /** Ends every stream. */
  close(): void;
}

interface Reader {
  filter: LiveFilter;
  waiting: string[];
  leftOut: number;
  /** It has taken everything and asks for more. */
  hungry: boolean;
  stream: Readable;
}

/** Nobody looks yet. */
export function newLive(): Live {
  const readers = new Set<Reader>();

  function feed(reader: Reader): void {
    while (reader.hungry && reader.waiting.length > 0) {
      reader.hungry = reader.stream.push(reader.waiting.shift());
    }
    if (!reader.hungry || reader.leftOut === 0) return;
    const { leftOut } = reader;
    reader.leftOut = 0;
    reader.hungry = reader.stream.push(message('left-out', { count: leftOut }));
  }

  function offer(reader: Reader, text: string): void {
    if (reader.waiting.length >= MOST_WAITING) reader.leftOut += 1;
    else reader.waiting.push(text);
    feed(reader);
  }

  return {
    get watched() {
      return readers.size > 0;
    },
    publish(entries) {
      for (const entry of entries) {
        let text: string | undefined;
        for (const reader of readers) {
          if (!wants(reader.filter, entry)) continue;
          text ??= message(entry.type, entry.view());
          offer(reader, text);
        }
      }
    },
    follow(filter) {
      if (readers.size >= MOST_READERS) return undefined;
      const reader: Reader = { filter, waiting: [], leftOut: 0, hungry: true, stream: new Readable({ read() {} }) };
      const pulse = setInterval(() => offer(reader, ': still here\n\n'), PULSE_MS);
      pulse.unref();
      reader.stream._read = () => {
        reader.hungry = true;
        feed(reader);
      };
      reader.stream.once('close', () => {
        clearInterval(pulse);
        readers.delete(reader);
      });
      readers.add(reader);
      // Headers go out with the first byte: a reader wants to know at once that it is heard.
      offer(reader, ': welcome\n\n');
      return reader.stream;
    },
    close() {
      for (const { stream } of readers) stream.push(null);
    },
  };
}

function wants({ source, action, actor, account }: LiveFilter, entry: LiveEntry): boolean {
  if (entry.type === 'alert') {
    const { alert } = entry;
    if (action !== undefined) return false;
    return same(source, alert.source) && contains(actor, alert.actor) && same(account, alert.account);
  }
  const { activity } = entry;
  return (
    same(source, activity.source) &&
    same(account, activity.account) &&
    contains(action, activity.action) &&
    (contains(actor, activity.actor.id) || contains(actor, activity.actor.name))
  );
}

function same(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value;
}

function contains(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || value.toLowerCase().includes(wanted.toLowerCase());
}

function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
