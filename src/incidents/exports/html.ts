import type { Activity, Language, Text } from '../../model/index.ts';
import { escapeHtml, htmlPage, severityBadge, tableHead } from '../../platform/exports/index.ts';
import type { Alert } from '../types.ts';
import type { ExportIncident, IncidentExporter, IncidentsContext } from './types.ts';

const words = {
  title: { en: 'Incidents', ko: '인시던트' },
  who: { en: 'Who', ko: '행위자' },
  from: { en: 'From', ko: '출발지' },
  where: { en: 'Account', ko: '계정' },
  what: { en: 'Assets', ko: '자산' },
  when: { en: 'When', ko: '시각' },
  why: { en: 'Why it matters', ko: '왜 중요한가' },
  respond: { en: 'What to do', ko: '대응 방법' },
  time: { en: 'Time (UTC)', ko: '시각(UTC)' },
  action: { en: 'Action', ko: '행위' },
  outcome: { en: 'Outcome', ko: '결과' },
  evidence: { en: 'Events', ko: '이벤트' },
  none: { en: 'No alert.', ko: '경보가 없습니다.' },
  lost: { en: 'Not judged', ko: '판정하지 못한 기록' },
  success: { en: 'success', ko: '성공' },
  failure: { en: 'failure', ko: '실패' },
  unknown: { en: 'unknown', ko: '알 수 없음' },
} satisfies Record<string, Text>;

/** Values listed of one kind before the rest is counted. */
const MOST_LISTED = 10;

/** One page: every incident with its alerts and the events they rest on. */
export const html: IncidentExporter = {
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  write(incidents, context) {
    return htmlPage(words.title[context.language], context, body(incidents, context));
  },
};

async function* body(...[incidents, context]: Parameters<IncidentExporter['write']>): AsyncGenerator<string> {
  const { language, lost = {} } = context;
  let any = false;
  for await (const incident of incidents) {
    any = true;
    yield heading(incident, context);
    for (const alert of incident.alerts) yield section(alert, context);
  }
  if (!any) yield `<p>${words.none[language]}</p>`;
  const reasons = Object.entries(lost).filter(([, count]) => count > 0);
  if (reasons.length > 0) {
    yield `<h2>${words.lost[language]}</h2><dl>${reasons.map(([reason, count]) => `<dt>${escapeHtml(reason)}</dt><dd>${count}</dd>`).join('')}</dl>`;
  }
}

function heading(incident: ExportIncident, { language, placeOf }: IncidentsContext): string {
  const { severity, title, actors, addresses, accounts, assets, techniques, firstAt, lastAt } = incident;
  const places = addresses.map((ip) => {
    const place = placeOf?.(ip);
    return place === undefined ? ip : `${ip} (${place})`;
  });
  const rows: [Text, string][] = [
    [words.when, `${clockOf(firstAt)} – ${clockOf(lastAt)} UTC`],
    [words.who, listed(actors)],
    [words.from, listed(places)],
    [words.where, listed(accounts)],
    [words.what, listed(assets)],
    [{ en: 'ATT&CK', ko: 'ATT&CK' }, listed(techniques)],
  ];
  const shown = rows
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `<dt>${escapeHtml(label[language])}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<h2>${severityBadge(severity, language)}${escapeHtml(title[language])}</h2><dl>${shown.join('')}</dl>`;
}

function section(alert: Alert, { language, detections }: IncidentsContext): string {
  const detection = detections.get(alert.detection);
  const why = detection === undefined ? '' : `<p>${escapeHtml(detection.why[language])}</p>`;
  const respond =
    detection?.respond === undefined
      ? ''
      : `<p><b>${words.respond[language]}.</b> ${escapeHtml(detection.respond[language])}</p>`;
  const rows = alert.evidence.flatMap(({ activity }) => (activity === undefined ? [] : row(activity, language)));
  const head = tableHead(
    [words.time, words.who, words.action, words.from, words.outcome].map((word) => word[language]),
  );
  return `<h3>${severityBadge(alert.severity, language)}${escapeHtml(alert.title[language])}</h3><p class="soft">${escapeHtml(alert.detection)}</p>${why}${respond}<details><summary>${words.evidence[language]}: ${alert.evidence.length}</summary>${head}${rows.join('')}</tbody></table></details>`;
}

function row({ time, actor, action, ip, outcome, error }: Activity, language: Language): string {
  const result = words[outcome][language] + (error === undefined ? '' : ` (${error})`);
  const cells = [time, actor.name || actor.id, action, ip ?? '', result];
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
}

function listed(values: readonly string[]): string {
  const rest = values.length - MOST_LISTED;
  return [...values.slice(0, MOST_LISTED), ...(rest > 0 ? [`+${rest}`] : [])].join(', ');
}

function clockOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
