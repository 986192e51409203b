import type { Language } from '../model/index.ts';
import type { LogFile } from '../sources/events/read/index.ts';
import { say } from './language.ts';

const text = {
  line: { en: '{done}/{total} files · {events} events', ko: '파일 {done}/{total} · 이벤트 {events}건' },
};

/** How often the line is drawn again, in milliseconds. */
const REDRAW = 100;

/** One line on a terminal's stderr that says how far the reading of logs is; nothing where stderr is no terminal. */
export function createLogProgress(stream: NodeJS.WriteStream, language: Language, files: readonly LogFile[]) {
  let done = 0;
  let drawn = 0;
  return {
    file(): void {
      done += 1;
    },
    events(events: number): void {
      if (!stream.isTTY || Date.now() - drawn < REDRAW) return;
      drawn = Date.now();
      const line = say(text.line, language, { done, total: files.length, events });
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end(): void {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
