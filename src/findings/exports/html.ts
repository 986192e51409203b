import { type Language, type Rule, type Severity, severityWords, type Text } from '../../model/index.ts';
import type { ExportContext, Exporter, ExportFinding } from './types.ts';

const words = {
  title: { en: 'Findings', ko: '취약 항목' },
  generated: { en: 'Made {time} by Hwaseong {version}', ko: '생성 {time}, Hwaseong {version}' },
  why: { en: 'Why it matters', ko: '왜 중요한가' },
  fix: { en: 'Fix', ko: '조치 방법' },
  asset: { en: 'Asset', ko: '자산' },
  account: { en: 'Account', ko: '계정' },
  region: { en: 'Region', ko: '리전' },
  evidence: { en: 'Evidence', ko: '근거' },
  none: { en: 'Nothing failed.', ko: '취약한 항목이 없습니다.' },
  unknown: { en: 'Not known', ko: '확인하지 못한 항목' },
  unknownWhy: {
    en: 'These could not be read; they are neither passed nor failed.',
    ko: '읽을 수 없어 양호도 취약도 아닌 항목입니다.',
  },
  results: { en: 'Results', ko: '결과 수' },
  operation: { en: 'Call', ko: '호출' },
  reason: { en: 'Reason', ko: '사유' },
  allow: { en: 'Permission to allow', ko: '허용할 권한' },
} satisfies Record<string, Text>;

const style = `
:root{color-scheme:light dark;--line:light-dark(#dde1e6,#343a40);--soft:light-dark(#5c6570,#a2abb5);--back:light-dark(#fff,#14171a)}
body{font:14px/1.5 system-ui,"Pretendard","Apple SD Gothic Neo","Malgun Gothic",sans-serif;max-width:1080px;margin:32px auto;padding:0 16px;background:var(--back)}
h1{font-size:22px;margin:0}h2{font-size:16px;margin:32px 0 4px}p{margin:4px 0 8px}.soft{color:var(--soft)}
table{border-collapse:collapse;width:100%;margin:8px 0}th,td{text-align:left;vertical-align:top;padding:6px 8px;border-top:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600;color:var(--soft)}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0;font-size:12px}
.s{display:inline-block;border:1px solid;border-radius:4px;padding:0 6px;font-size:12px;font-weight:600;margin-right:8px}
.s-critical{color:light-dark(#9c1f8a,#f0a0e4)}.s-high{color:light-dark(#b3261e,#ffb0a8)}.s-medium{color:light-dark(#8a5a00,#f2c66d)}.s-low{color:light-dark(#1f5fa8,#9cc6f5)}.s-info{color:var(--soft)}
`;

/** One self-contained page without scripts, grouped by rule in the order the findings come. */
export const html: Exporter = {
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  async *write(findings, context) {
    const { language } = context;
    const generated = words.generated[language]
      .replace(
        '{time}',
        new Date(context.generatedAt).toLocaleString(language, { timeZone: 'UTC', timeZoneName: 'short' }),
      )
      .replace('{version}', context.version);
    yield `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hwaseong: ${words.title[language]}</title><style>${style}</style><h1>${words.title[language]}</h1><p class="soft">${escapeHtml(generated)}</p>`;
    let current: string | undefined;
    for await (const finding of findings) {
      if (finding.rule.id !== current) {
        if (current !== undefined) yield '</tbody></table>';
        current = finding.rule.id;
        yield heading(finding.rule, finding.severity, language);
      }
      yield row(finding);
    }
    yield current === undefined ? `<p>${words.none[language]}</p>` : '</tbody></table>';
    yield* unknownTable(context);
    yield '</html>\n';
  },
};

function heading(rule: Rule, severity: Severity, language: Language): string {
  const { text, cli, terraform } = rule.remediation;
  return [
    `<h2><span class="s s-${severity}">${severityWords[severity][language]}</span>${escapeHtml(rule.title[language])}</h2>`,
    `<p class="soft">${escapeHtml(rule.id)}</p><p>${escapeHtml(rule.why[language])}</p>`,
    `<details><summary>${words.fix[language]}</summary><pre>${escapeHtml(text[language])}</pre>`,
    cli === undefined ? '' : `<pre>${escapeHtml(cli)}</pre>`,
    terraform === undefined ? '' : `<pre>${escapeHtml(terraform)}</pre>`,
    `</details><table><thead><tr><th>${words.asset[language]}</th><th>${words.account[language]}</th><th>${words.region[language]}</th><th>${words.evidence[language]}</th></tr></thead><tbody>`,
  ].join('');
}

function row(finding: ExportFinding): string {
  const element = finding.discriminator === '' ? '' : ` <span class="soft">${escapeHtml(finding.discriminator)}</span>`;
  return `<tr><td>${escapeHtml(finding.assetName)}${element}<br><span class="soft">${escapeHtml(finding.asset)}</span></td><td>${escapeHtml(finding.account)}</td><td>${escapeHtml(finding.region)}</td><td><pre>${escapeHtml(JSON.stringify(finding.evidence, null, 1))}</pre></td></tr>`;
}

function* unknownTable({ unknown, language }: ExportContext): Generator<string> {
  if (unknown === undefined || unknown.length === 0) return;
  yield `<h2>${words.unknown[language]}</h2><p class="soft">${words.unknownWhy[language]}</p><table><thead><tr><th>${words.results[language]}</th><th>${words.operation[language]}</th><th>${words.reason[language]}</th><th>${words.allow[language]}</th></tr></thead><tbody>`;
  for (const { results, operation, code, permission } of unknown) {
    yield `<tr><td>${results}</td><td>${escapeHtml(operation)}</td><td>${escapeHtml(code)}</td><td>${escapeHtml(permission ?? '')}</td></tr>`;
  }
  yield '</tbody></table>';
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
