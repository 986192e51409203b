import { type Language, type Severity, severityWords, type Text } from '../../model/index.ts';
import type { ExportContext } from './types.ts';

const made: Text = { en: 'Made {time} by Hwaseong {version}', ko: '생성 {time}, Hwaseong {version}' };

const style = `
:root{color-scheme:light dark;--line:light-dark(#dde1e6,#343a40);--soft:light-dark(#5c6570,#a2abb5);--back:light-dark(#fff,#14171a)}
body{font:14px/1.5 system-ui,"Pretendard","Apple SD Gothic Neo","Malgun Gothic",sans-serif;max-width:1080px;margin:32px auto;padding:0 16px;background:var(--back)}
h1{font-size:22px;margin:0}h2{font-size:16px;margin:32px 0 4px}h3{font-size:14px;margin:16px 0 4px}p{margin:4px 0 8px}.soft{color:var(--soft)}
table{border-collapse:collapse;width:100%;margin:8px 0}th,td{text-align:left;vertical-align:top;padding:6px 8px;border-top:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600;color:var(--soft)}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0;font-size:12px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.s{display:inline-block;border:1px solid;border-radius:4px;padding:0 6px;font-size:12px;font-weight:600;margin-right:8px}
.s-critical{color:light-dark(#9c1f8a,#f0a0e4)}.s-high{color:light-dark(#b3261e,#ffb0a8)}.s-medium{color:light-dark(#8a5a00,#f2c66d)}.s-low{color:light-dark(#1f5fa8,#9cc6f5)}.s-info{color:var(--soft)}
`;

/** One self-contained page without scripts, piece by piece: its title and when it was made, then the body. */
export async function* htmlPage(
  title: string,
  { language, version, generatedAt }: ExportContext,
  body: AsyncIterable<string>,
): AsyncGenerator<string> {
  const time = new Date(generatedAt).toLocaleString(language, { timeZone: 'UTC', timeZoneName: 'short' });
  const line = made[language].replace('{time}', time).replace('{version}', version);
  yield `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hwaseong: ${title}</title><style>${style}</style><h1>${title}</h1><p class="soft">${escapeHtml(line)}</p>`;
  yield* body;
  yield '</html>\n';
}

/** A severity in its word and colour. */
export function severityBadge(severity: Severity, language: Language): string {
  return `<span class="s s-${severity}">${severityWords[severity][language]}</span>`;
}

/** What a table begins with; its rows follow, then `</tbody></table>`. */
export function tableHead(words: readonly string[]): string {
  return `<table><thead><tr>${words.map((word) => `<th>${word}</th>`).join('')}</tr></thead><tbody>`;
}

/** Text as HTML shows it, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
