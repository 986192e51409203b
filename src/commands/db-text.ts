import stringWidth from 'string-width';
import { type AdvisoriesMeta, advisoryAge, type FeedOutcome, type UpdateProgress } from '../advisories/index.ts';
import type { Language, Text } from '../model/index.ts';
import { say } from './language.ts';
import { clean, pad } from './table-text.ts';

const text = {
  fetch: { en: 'Fetching {feed} …', ko: '{feed} 받는 중 …' },
  read: { en: 'Reading {feed} · {records} records', ko: '{feed} 읽는 중 · {records}건' },
  join: { en: 'Joining what the feeds say …', ko: '피드 내용을 합치는 중 …' },
  took: { en: '{feed}: {records} records{left}{rejected}', ko: '{feed}: {records}건{left}{rejected}' },
  left: { en: ', {count} left out ({why})', ko: ', 제외 {count}건({why})' },
  rejected: { en: ', {count} malformed', ko: ', 잘못된 형식 {count}건' },
  example: { en: '  malformed: {where}', ko: '  잘못된 형식: {where}' },
  unchanged: { en: '{feed}: unchanged', ko: '{feed}: 변경 없음' },
  failedKept: {
    en: '{feed}: failed ({problem}). Its last good data stay.',
    ko: '{feed}: 실패({problem}). 마지막으로 받은 데이터를 유지합니다.',
  },
  failed: {
    en: '{feed}: failed ({problem}). There are no data of it.',
    ko: '{feed}: 실패({problem}). 데이터가 없습니다.',
  },
  built: { en: 'Database {file}, built {at}', ko: '데이터베이스 {file}, {at}에 생성됨' },
  size: {
    en: '{vulnerabilities} vulnerabilities in {packages} packages',
    ko: '패키지 {packages}개의 취약점 {vulnerabilities}건',
  },
  covers: { en: 'Covers: {ecosystems}', ko: '지원 생태계: {ecosystems}' },
  tooOld: {
    en: 'Too old (more than {days} days): {feeds}. Update with "hwaseong db update".',
    ko: '{days}일이 지난 피드: {feeds}. "hwaseong db update"로 갱신하세요.',
  },
} satisfies Record<string, Text>;

const columns = {
  feed: { en: 'Feed', ko: '피드' },
  asOf: { en: 'As of', ko: '기준일' },
  newest: { en: 'Newest record', ko: '최신 항목' },
  records: { en: 'Records', ko: '항목 수' },
  rejected: { en: 'Malformed', ko: '잘못된 형식' },
  left: { en: 'Left out', ko: '제외' },
  licence: { en: 'Licence', ko: '라이선스' },
} satisfies Record<string, Text>;

const reasons = {
  withdrawn: { en: 'withdrawn', ko: '철회됨' },
  informational: { en: 'no vulnerability', ko: '취약점 아님' },
  'not-covered': { en: 'other ecosystem', ko: '대상 외 생태계' },
  'no-package': { en: 'malicious package', ko: '악성 패키지' },
} as const;

/** How often the line is drawn again, in milliseconds. */
const REDRAW = 100;

/** One line on a terminal's stderr that says how far an update is; nothing where stderr is no terminal. */
export function createUpdateProgress(stream: NodeJS.WriteStream, language: Language) {
  let drawn = 0;
  return {
    on(what: UpdateProgress): void {
      if (!stream.isTTY || (what.doing === 'read' && Date.now() - drawn < REDRAW)) return;
      drawn = Date.now();
      const line = say(text[what.doing], language, { ...what });
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end(): void {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}

/** What became of each feed, and some of the records that are malformed. */
export function outcomeLines(outcomes: readonly FeedOutcome[], language: Language): string[] {
  return outcomes.flatMap(({ id: feed, state, present, counts, problem = '' }) => {
    const examples = counts.examples.map((where) => say(text.example, language, { where: clean(where) }));
    if (state === 'unchanged') return [say(text.unchanged, language, { feed })];
    if (state === 'failed') {
      return [say(present ? text.failedKept : text.failed, language, { feed, problem: clean(problem) }), ...examples];
    }
    const left = leftOutOf(counts.leftOut, language);
    const rejected = counts.rejected === 0 ? '' : say(text.rejected, language, { count: counts.rejected });
    return [say(text.took, language, { feed, records: counts.records, left, rejected }), ...examples];
  });
}

function leftOutOf(leftOut: FeedOutcome['counts']['leftOut'], language: Language): string {
  const entries = Object.entries(leftOut) as [keyof typeof reasons, number][];
  if (entries.length === 0) return '';
  const count = entries.reduce((sum, [, one]) => sum + one, 0);
  return say(text.left, language, {
    count,
    why: entries.map(([why, one]) => `${reasons[why][language]} ${one}`).join(', '),
  });
}

interface Status {
  output: string;
  tooOld: boolean;
}

export function statusJson(file: string, meta: AdvisoriesMeta, now: Date, maxAge: number): Status {
  const age = advisoryAge(meta, now, maxAge);
  const told = meta.feeds.map(({ validators: _, ...feed }) => feed);
  const output = JSON.stringify({ file, ...meta, feeds: told, ageDays: age.days, tooOld: age.tooOld }, null, 2);
  return { output, tooOld: age.tooOld.length > 0 };
}

/** Ecosystems with their releases behind them: `alpine 3.18 3.19, npm`. */
function coverage(ecosystems: readonly string[]): string {
  const releases = new Map<string, string[]>();
  for (const ecosystem of ecosystems) {
    const [name = '', release] = ecosystem.split(':');
    releases.set(name, [...(releases.get(name) ?? []), ...(release === undefined ? [] : [release])]);
  }
  const inOrder = new Intl.Collator('en', { numeric: true });
  return [...releases].map(([name, all]) => [name, ...all.toSorted(inOrder.compare)].join(' ')).join(', ');
}

export function statusTable(file: string, meta: AdvisoriesMeta, now: Date, maxAge: number, language: Language): Status {
  const rows = [
    Object.values(columns).map((column) => column[language]),
    ...meta.feeds.map(({ id, asOf, newest = '', records, rejected, leftOut, licence }) => [
      id,
      asOf.slice(0, 10),
      newest.slice(0, 10),
      String(records),
      String(rejected),
      String(Object.values(leftOut).reduce((sum, one) => sum + one, 0)),
      licence,
    ]),
  ];
  const widths = Object.keys(columns).map((_, at) => Math.max(...rows.map((row) => stringWidth(row[at] ?? ''))));
  const age = advisoryAge(meta, now, maxAge);
  const lines = [
    say(text.built, language, { file, at: meta.builtAt }),
    say(text.size, language, { packages: meta.packages, vulnerabilities: meta.vulnerabilities }),
    '',
    ...rows.map((row) =>
      row
        .map((cell, at) => pad(clean(cell), widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    say(text.covers, language, { ecosystems: coverage(Object.keys(meta.ecosystems)) }),
  ];
  if (age.tooOld.length > 0) {
    const named = age.tooOld.map(({ id, days }) => `${id} (${days})`).join(', ');
    lines.push(say(text.tooOld, language, { days: maxAge, feeds: named }));
  }
  return { output: lines.join('\n'), tooOld: age.tooOld.length > 0 };
}
