import { SigmaError } from './errors.ts';

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Longest time that anything is remembered. */
const LONGEST = 366 * 86_400_000;

/** Milliseconds of `90m`, `24h`, `7d`, `30s`, as Sigma writes times. Throws a SigmaError for anything else. */
export function duration(text: string, place: string): number {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(count) * (units[unit ?? ''] ?? Number.NaN);
  if (!(milliseconds > 0) || milliseconds > LONGEST) {
    throw new SigmaError(
      'time-malformed',
      {
        en: `"${text.slice(0, 40)}" is no time such as 30s, 90m, 24h or 7d, up to 366d`,
        ko: `"${text.slice(0, 40)}"은(는) 30s, 90m, 24h, 7d처럼 366d 이하의 시간이 아닙니다`,
      },
      place,
    );
  }
  return milliseconds;
}
