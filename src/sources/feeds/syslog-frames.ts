/** Longest message that is taken, in bytes; a longer one is skipped and counted. */
const MOST_BYTES = 1024 * 1024;

const LINE_FEED = 0x0a;
const SPACE = 0x20;

/** Takes messages out of a stream of bytes. */
export interface Frames {
  /** The messages that are whole now. @throws where the stream is no syslog, so that nothing after it can be trusted */
  push(bytes: Buffer): string[];
  /** What was too long and left out since it was asked last. */
  tooLarge(): number;
  /** True where a message has begun and not ended. */
  readonly torn: boolean;
}

/**
 * Messages by octet counting (RFC 5425, section 4.3; RFC 6587, section 3.4.1), or by lines (RFC 6587, section 3.4.2): the first
 * byte tells, a digit from 1 to 9 or anything else.
 */
export function syslogFrames(): Frames {
  let waiting: Buffer = Buffer.alloc(0);
  let skipping = 0;
  let skippingLine = false;
  let lost = 0;

  /** The next message and what it takes; undefined where more is needed. */
  function next(): { message: string | undefined; bytes: number } | undefined {
    const [first] = waiting;
    if (first === undefined) return undefined;
    return first >= 0x31 && first <= 0x39 ? counted() : line();
  }

  function counted(): ReturnType<typeof next> {
    const space = waiting.subarray(0, 11).indexOf(SPACE);
    if (space < 0) {
      if (waiting.length > 10) throw new Error('the length of a message is none');
      return undefined;
    }
    const length = Number(waiting.toString('latin1', 0, space));
    if (!Number.isSafeInteger(length)) throw new Error('the length of a message is none');
    const end = space + 1 + length;
    if (length > MOST_BYTES) {
      lost += 1;
      skipping = end - waiting.length;
      return { message: undefined, bytes: Math.min(end, waiting.length) };
    }
    return waiting.length < end ? undefined : { message: waiting.toString('utf8', space + 1, end), bytes: end };
  }

  function line(): ReturnType<typeof next> {
    const end = waiting.indexOf(LINE_FEED);
    if (end >= 0) return { message: waiting.toString('utf8', 0, end).replace(/\r$/, ''), bytes: end + 1 };
    if (waiting.length <= MOST_BYTES) return undefined;
    lost += 1;
    skippingLine = true;
    return { message: undefined, bytes: waiting.length };
  }

  return {
    push(bytes) {
      let fresh = bytes;
      if (skipping > 0) {
        const skipped = Math.min(skipping, fresh.length);
        skipping -= skipped;
        fresh = fresh.subarray(skipped);
      }
      if (skippingLine) {
        const end = fresh.indexOf(LINE_FEED);
        if (end < 0) return [];
        skippingLine = false;
        fresh = fresh.subarray(end + 1);
      }
      waiting = waiting.length === 0 ? fresh : Buffer.concat([waiting, fresh]);
      const messages: string[] = [];
      for (let found = next(); found !== undefined; found = next()) {
        waiting = waiting.subarray(found.bytes);
        if (skipping < 0) skipping = 0;
        if (found.message !== undefined && found.message !== '') messages.push(found.message);
      }
      return messages;
    },
    tooLarge() {
      const count = lost;
      lost = 0;
      return count;
    },
    get torn() {
      return waiting.length > 0 || skipping > 0 || skippingLine;
    },
  };
}

/**
 * The JSON that a message carries, or the message itself where it carries none: what follows the header of RFC 5424 or RFC 3164
 * (`<134>1 … - {"…"}`), with or without a mark of UTF-8.
 */
export function bodyOfMessage(message: string): unknown {
  const start = message.indexOf('{');
  if (start < 0) return message;
  try {
    return JSON.parse(message.slice(start));
  } catch {
    return message;
  }
}
