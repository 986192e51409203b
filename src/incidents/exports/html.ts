import { type Activity, type Language, severityWords, type Text } from '../../model/index.ts';
import type { Alert } from '../types.ts';
import type { ExportContext, ExportIncident, IncidentExporter } from './types.ts';

const words = {
  title: { en: 'Incidents', ko: '인시던트' },
  generated: { en: 'Made {time} by Hwaseong {version}', ko: '생성 {time}, Hwaseong {version}' },
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

const style = `
:root{color-scheme:light dark;--line:light-dark(#dde1e6,#343a40);--soft:light-dark(#5c6570,#a2abb5);--back:light-dark(#fff,#14171a)}
body{font:14px/1.5 system-ui,"Pretendard","Apple SD Gothic Neo","Malgun Gothic",sans-serif;max-width:1080px;margin:32px auto;padding:0 16px;background:var(--back)}
h1{font-size:22px;margin:0}h2{font-size:17px;margin:36px 0 4px}h3{font-size:14px;margin:16px 0 4px}p{margin:4px 0 8px}.soft{color:var(--soft)}
table{border-collapse:collapse;width:100%;margin:8px 0}th,td{text-align:left;vertical-align:top;padding:5px 8px;border-top:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600;color:var(--soft)}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.s{display:inline-block;border:1px solid;border-radius:4px;padding:0 6px;font-size:12px;font-weight:600;margin-right:8px}
.s-critical{color:light-dark(#9c1f8a,#f0a0e4)}.s-high{color:light-dark(#b3261e,#ffb0a8)}.s-medium{color:light-dark(#8a5a00,#f2c66d)}.s-low{color:light-dark(#1f5fa8,#9cc6f5)}.s-info{color:var(--soft)}
`;

/** Values listed of one kind before the rest is counted. */
const MOST_LISTED = 10;

/** One self-contained page without scripts: every incident with its alerts and the events they rest on. */
export const html: IncidentExporter = {
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  async *write(incidents, context) {
    const { language, version, generatedAt, lost = {} } = context;
    const made = new Date(generatedAt).toLocaleString(language, { timeZone: 'UTC', timeZoneName: 'short' });
    const generated = words.generated[language].replace('{time}', made).replace('{version}', version);
    yield `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hwaseong: ${words.title[language]}</title><style>${style}</style><h1>${words.title[language]}</h1><p class="soft">${escapeHtml(generated)}</p>`;
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
    yield '</html>\n';
  },
};

function heading(incident: ExportIncident, { language, placeOf }: ExportContext): string {
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
  return `<h2>${badge(severity, language)}${escapeHtml(title[language])}</h2><dl>${shown.join('')}</dl>`;
}

function section(alert: Alert, { language, detections }: ExportContext): string {
  const detection = detections.get(alert.detection);
  const why = detection === undefined ? '' : `<p>${escapeHtml(detection.why[language])}</p>`;
  const respond =
    detection?.respond === undefined
      ? ''
      : `<p><b>${words.respond[language]}.</b> ${escapeHtml(detection.respond[language])}</p>`;
  const rows = alert.evidence.flatMap(({ activity }) => (activity === undefined ? [] : row(activity, language)));
  const head = [words.time, words.who, words.action, words.from, words.outcome]
    .map((word) => `<th>${word[language]}</th>`)
    .join('');
  return `<h3>${badge(alert.severity, language)}${escapeHtml(alert.title[language])}</h3><p class="soft">${escapeHtml(alert.detection)}</p>${why}${respond}<details><summary>${words.evidence[language]}: ${alert.evidence.length}</summary><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></details>`;
}

function row({ time, actor, action, ip, outcome, error }: Activity, language: Language): string {
  const result = words[outcome][language] + (error === undefined ? '' : ` (${error})`);
  const cells = [time, actor.name || actor.id, action, ip ?? '', result];
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
}

function badge(severity: ExportIncident['severity'], language: Language): string {
  return `<span class="s s-${severity}">${severityWords[severity][language]}</span>`;
}

function listed(values: readonly string[]): string {
  const rest = values.length - MOST_LISTED;
  return [...values.slice(0, MOST_LISTED), ...(rest > 0 ? [`+${rest}`] : [])].join(', ');
}

function clockOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
