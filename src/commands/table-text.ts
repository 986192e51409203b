import type { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { Severity } from '../model/index.ts';

/** How each severity is painted on a terminal. */
export const severityColors: Record<Severity, Parameters<typeof styleText>[0]> = {
  critical: ['bold', 'magenta'],
  high: ['bold', 'red'],
  medium: 'yellow',
  low: 'cyan',
  info: 'gray',
};

/** Names come from the cloud: nothing in them may steer the terminal. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '·');
}

/** Text filled up with blanks to a width of columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** Text cut to a width of columns. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (stringWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
