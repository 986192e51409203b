import type { Language } from '../model/index.ts';
import type { AwsProgress, ServiceProgress } from '../sources/aws/index.ts';
import { say } from './language.ts';

const text = {
  line: {
    en: '{done}/{total} calls · {facts} facts · {errors} failed · {where}',
    ko: '호출 {done}/{total} · 사실 {facts}건 · 실패 {errors}건 · {where}',
  },
  throttled: { en: ' · slowed down by AWS {count}×', ko: ' · AWS 속도 제한 {count}회' },
  bytes: { en: 'Reading layers: {done} of {total} MB', ko: '레이어 읽는 중: {total} MB 중 {done} MB' },
  files: { en: 'Looking at files: {count}', ko: '파일 확인 중: {count}개' },
  judging: { en: 'Judging …', ko: '판정하는 중 …' },
};

/** How often the line is drawn again, in milliseconds. */
const REDRAW = 100;

/** One line on a terminal's stderr that says how far a scan is; nothing where stderr is no terminal. */
export function createProgress(stream: NodeJS.WriteStream, language: Language) {
  const services = new Map<string, ServiceProgress>();
  let where = '';
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    timer = undefined;
    drawn = Date.now();
    const sum = { done: 0, total: 0, facts: 0, errors: 0, throttled: 0 };
    for (const { calls, facts, errors, throttled } of services.values()) {
      sum.done += calls.done;
      sum.total += calls.total;
      sum.facts += facts;
      sum.errors += errors;
      sum.throttled += throttled;
    }
    const slowed = sum.throttled === 0 ? '' : say(text.throttled, language, { count: sum.throttled });
    show(say(text.line, language, { ...sum, where }) + slowed);
  }

  function show(line: string): void {
    if (stream.isTTY) stream.write(`\r\u001b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  }

  return {
    on(event: AwsProgress): void {
      if (event.type !== 'service') return;
      services.set(`${event.account}/${event.region}/${event.service}`, { ...event, calls: { ...event.calls } });
      where = `${event.account} ${event.region} ${event.service}`;
      if (stream.isTTY && timer === undefined) timer = setTimeout(draw, Math.max(0, REDRAW - (Date.now() - drawn)));
    },
    judging: () => show(text.judging[language]),
    end(): void {
      clearTimeout(timer);
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}

/** One line on a terminal's stderr that says how many files of a host were looked at; nothing where stderr is no terminal. */
export function createFileProgress(stream: NodeJS.WriteStream, language: Language) {
  let drawn = 0;
  return {
    on(files: number): void {
      if (!stream.isTTY || Date.now() - drawn < REDRAW) return;
      drawn = Date.now();
      const line = say(text.files, language, { count: files.toLocaleString('en') });
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end(): void {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}

/** One line on a terminal's stderr that says how much of an image has come in; nothing where stderr is no terminal. */
export function createByteProgress(stream: NodeJS.WriteStream, language: Language) {
  let drawn = 0;
  return {
    on(bytes: number, all: number): void {
      if (!stream.isTTY || Date.now() - drawn < REDRAW) return;
      drawn = Date.now();
      const mega = (count: number) => (count / 1e6).toFixed(0);
      const line = say(text.bytes, language, { done: mega(bytes), total: mega(all) });
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end(): void {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}

/** One line on a terminal's stderr, drawn anew at most ten times a second; nothing where stderr is no terminal. */
export function createLineProgress(stream: NodeJS.WriteStream) {
  let drawn = 0;
  return {
    show(line: string): void {
      if (!stream.isTTY || Date.now() - drawn < REDRAW) return;
      drawn = Date.now();
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end(): void {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
