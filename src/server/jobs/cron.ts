import { CronExpressionParser } from 'cron-parser';
import { UserError } from '../../model/index.ts';

const MINUTE = 60_000;
/** Scans more often than this would overtake each other. */
const SHORTEST_MINUTES = 15;

/** The next time of a cron expression (five fields, UTC) after `now`. */
export function nextTime(cron: string, now: Date): Date {
  return CronExpressionParser.parse(cron, { currentDate: now, tz: 'UTC' }).next().toDate();
}

/**
 * Throws a UserError `schedule-invalid` unless `cron` is an expression of five fields that comes round
 * no more often than every 15 minutes.
 */
export function checkCron(cron: string, now: Date): void {
  let times: Date[] = [];
  try {
    if (cron.trim().split(/\s+/).length === 5) {
      times = CronExpressionParser.parse(cron, { currentDate: now, tz: 'UTC' })
        .take(20)
        .map((time) => time.toDate());
    }
  } catch {
    times = [];
  }
  const tooOften = times.some((time, index) => {
    const before = times[index - 1];
    return before !== undefined && time.getTime() - before.getTime() < SHORTEST_MINUTES * MINUTE;
  });
  if (times.length === 0 || tooOften) {
    throw new UserError('schedule-invalid', {
      en: `"${cron}" is no schedule that can be kept. Give five cron fields in UTC, at least ${SHORTEST_MINUTES} minutes apart, such as "0 */6 * * *".`,
      ko: `"${cron}"은(는) 사용할 수 없는 일정입니다. UTC 기준 cron 필드 5개를 ${SHORTEST_MINUTES}분 이상 간격으로 지정하세요. 예: "0 */6 * * *"`,
    });
  }
}
