import stringWidth from 'string-width';
import type { IncidentGroup } from '../incidents/group.ts';
import type { Alert } from '../incidents/types.ts';
import { type Detection, type Language, type Severity, severities, severityWords, type Text } from '../model/index.ts';
import { sourceById } from '../sources/events/index.ts';
import type { LogScan } from './event-logs.ts';
import { say } from './language.ts';
import { clean, cut, type Paint, pad, painter, severityColors, type TableOptions } from './table-text.ts';

/** Values and alerts listed of one incident before the rest is counted. */
const SHOWN = { values: 3, alerts: 8 };

const words = {
  counts: { en: '{alerts} alert(s), {events} event(s)', ko: '경보 {alerts}건, 이벤트 {events}건' },
  who: { en: 'who', ko: '행위자' },
  from: { en: 'from', ko: '출발지' },
  account: { en: 'account', ko: '계정' },
  what: { en: 'on', ko: '대상' },
  when: { en: 'when', ko: '시각' },
  alerts: { en: 'alerts', ko: '경보' },
  respond: { en: 'do', ko: '대응' },
  more: { en: '… and {count} more', ko: '… 외 {count}건' },
  none: { en: 'No alert.', ko: '경보가 없습니다.' },
  summary: {
    en: '{events} events ({sources}) of {files} file(s), {first} to {last}: {incidents} incident(s), {alerts} alert(s).',
    ko: '파일 {files}개의 이벤트 {events}건({sources}), {first} ~ {last}: 인시던트 {incidents}건, 경보 {alerts}건.',
  },
  empty: { en: 'No event in {files} file(s).', ko: '파일 {files}개에 이벤트가 없습니다.' },
  passedOver: { en: 'Passed over {count} file(s) that are no logs.', ko: '로그가 아닌 파일 {count}개는 제외했습니다.' },
  lostTitle: { en: 'Not judged:', ko: '판정하지 못한 것:' },
  nextHtml: {
    en: 'For every alert with its events: --format html --out report.html',
    ko: '모든 경보와 이벤트를 보려면: --format html --out report.html',
  },
} satisfies Record<string, Text>;

/** Why something was not judged, for people. */
const reasons: Readonly<Record<string, Text>> = {
  malformed: { en: '{count} record(s) that cannot be read', ko: '읽을 수 없는 기록 {count}건' },
  'too-large': {
    en: '{count} record(s) that are too large or nested too deep',
    ko: '너무 크거나 중첩이 깊은 기록 {count}건',
  },
  'unknown-source': { en: '{count} record(s) of no known kind of log', ko: '알 수 없는 종류의 기록 {count}건' },
  'stream-cut': { en: '{count} file(s) that end before their end', ko: '중간에 끊긴 파일 {count}개' },
  late: {
    en: '{count} event(s) too late to be counted with others (--lateness)',
    ko: '늦게 도착하여 함께 집계하지 못한 이벤트 {count}건(--lateness)',
  },
  evicted: { en: '{count} key(s) forgotten for want of room', ko: '저장 한도를 넘어 잊은 키 {count}개' },
  abandoned: { en: '{count} evaluation(s) given up at their limit', ko: '비용 한도를 넘어 중단한 평가 {count}건' },
};

export interface TableFacts {
  scan: LogScan;
  detections: ReadonlyMap<string, Detection>;
  placeOf(ip: string): string | undefined;
}

/** Incidents for the terminal, worst first: who, from where, on what, when, and what to do. */
export function incidentTable(incidents: readonly IncidentGroup[], facts: TableFacts, options: TableOptions): string {
  const { language } = options;
  const lines = incidents.flatMap((incident) => [...incidentLines(incident, facts, options), '']);
  if (incidents.length === 0) lines.push(words.none[language]);
  lines.push(...summaryLines(incidents, facts.scan, language));
  if (incidents.length > 0) lines.push(painter(options)('dim', words.nextHtml[language]));
  return `${lines.join('\n')}\n`;
}

function incidentLines(incident: IncidentGroup, { detections, placeOf }: TableFacts, options: TableOptions): string[] {
  const { language, width } = options;
  const paint = painter(options);
  const badge = badgeWidth(language);
  const indent = ' '.repeat(badge + 2);
  const labels = [words.who, words.from, words.account, words.what, words.when, words.alerts, words.respond];
  const label = Math.max(...labels.map((word) => stringWidth(word[language]))) + 2;
  const room = Math.max(30, width - indent.length - label);
  const line = (word: Text | undefined, value: string) =>
    `${indent}${paint('dim', pad(word?.[language] ?? '', label))}${cut(clean(value), room)}`;
  const counts = say(words.counts, language, { alerts: incident.alerts.length, events: incident.events });

  const lines = [
    `${severity(incident.severity, language, paint)}  ${paint('bold', clean(incident.title[language]))}  ${paint('dim', counts)}`,
  ];
  const places = incident.addresses.map((ip) => {
    const place = placeOf(ip);
    return place === undefined ? ip : `${ip} (${place})`;
  });
  const rows: [Text, readonly string[]][] = [
    [words.who, incident.actors],
    [words.from, places],
    [words.account, incident.accounts],
    [words.what, incident.assets],
  ];
  for (const [word, values] of rows) if (values.length > 0) lines.push(line(word, listed(values)));
  lines.push(line(words.when, spanText(incident.firstAt, incident.lastAt)));
  for (const [index, [, alerts]] of [...byDetection(incident.alerts)].slice(0, SHOWN.alerts).entries()) {
    const [alert] = alerts as [Alert];
    const times = alerts.length === 1 ? '' : ` ×${alerts.length}`;
    const said = `${severityWords[alert.severity][language]}  ${alert.title[language]}${times}  ${alert.techniques.join(' ')}`;
    lines.push(line(index === 0 ? words.alerts : undefined, said));
  }
  const rest = byDetection(incident.alerts).size - SHOWN.alerts;
  if (rest > 0) lines.push(line(undefined, say(words.more, language, { count: rest })));
  const worst = incident.alerts.find((alert) => alert.title === incident.title);
  const respond = detections.get(worst?.detection ?? '')?.respond?.[language];
  if (respond !== undefined)
    lines.push(...wrapped(respond, room).map((part, index) => line(index === 0 ? words.respond : undefined, part)));
  return lines;
}

function summaryLines(incidents: readonly IncidentGroup[], scan: LogScan, language: Language): string[] {
  const lines: string[] = [];
  if (scan.span === undefined) lines.push(say(words.empty, language, { files: scan.files }));
  else {
    const sources = [...scan.sources]
      .sort(([, one], [, other]) => other - one)
      .map(([id, count]) => `${sourceById(id)?.title[language] ?? id} ${count}`)
      .join(', ');
    const alerts = incidents.reduce((sum, incident) => sum + incident.alerts.length, 0);
    const { first, last } = scan.span;
    lines.push(
      say(words.summary, language, {
        events: scan.events,
        sources,
        files: scan.files,
        first: minutes(first),
        last: minutes(last),
        incidents: incidents.length,
        alerts,
      }),
    );
  }
  if (scan.passedOver > 0) lines.push(say(words.passedOver, language, { count: scan.passedOver }));
  const lost = Object.entries(scan.lost).filter(([, count]) => count > 0);
  if (lost.length > 0) {
    lines.push('', words.lostTitle[language]);
    for (const [reason, count] of lost)
      lines.push(
        `  ${say(reasons[reason] ?? { en: `${reason}: {count}`, ko: `${reason}: {count}` }, language, { count })}`,
      );
  }
  return lines;
}

function severity(value: Severity, language: Language, paint: Paint): string {
  return paint(severityColors[value], pad(severityWords[value][language].toUpperCase(), badgeWidth(language)));
}

function badgeWidth(language: Language): number {
  return Math.max(...Object.values(severityWords).map((word) => stringWidth(word[language])));
}

/** Alerts of one detection together, the worst first. */
function byDetection(alerts: readonly Alert[]): Map<string, Alert[]> {
  const worstFirst = alerts.toSorted(
    (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
  );
  return Map.groupBy(worstFirst, ({ detection }) => detection);
}

function listed(values: readonly string[]): string {
  const rest = values.length - SHOWN.values;
  return [...values.slice(0, SHOWN.values), ...(rest > 0 ? [`+${rest}`] : [])].join(', ');
}

function spanText(first: number, last: number): string {
  const [from, to] = [new Date(first).toISOString(), new Date(last).toISOString()];
  if (from.slice(0, 16) === to.slice(0, 16)) return `${minutes(from)} UTC`;
  return from.slice(0, 10) === to.slice(0, 10)
    ? `${minutes(from)} – ${to.slice(11, 16)} UTC`
    : `${minutes(from)} – ${minutes(to)} UTC`;
}

/** `2026-11-28 20:15` */
function minutes(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

/** Text in lines no wider than there is room, broken at spaces. */
function wrapped(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && stringWidth(`${line} ${word}`) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
