import type { Language, Rule, Severity, Text } from '../../model/index.ts';
import { escapeHtml, htmlPage, severityBadge, tableHead } from '../../platform/exports/index.ts';
import type { ExportFinding, FindingExporter, FindingsContext } from './types.ts';

const words = {
  title: { en: 'Findings', ko: '취약 항목' },
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

/** One page, grouped by rule in the order the findings come. */
export const html: FindingExporter = {
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  write(findings, context) {
    return htmlPage(words.title[context.language], context, body(findings, context));
  },
};

async function* body(...[findings, context]: Parameters<FindingExporter['write']>): AsyncGenerator<string> {
  const { language } = context;
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
}

function heading(rule: Rule, severity: Severity, language: Language): string {
  const { text, cli, terraform } = rule.remediation;
  return [
    `<h2>${severityBadge(severity, language)}${escapeHtml(rule.title[language])}</h2>`,
    `<p class="soft">${escapeHtml(rule.id)}</p><p>${escapeHtml(rule.why[language])}</p>`,
    `<details><summary>${words.fix[language]}</summary><pre>${escapeHtml(text[language])}</pre>`,
    cli === undefined ? '' : `<pre>${escapeHtml(cli)}</pre>`,
    terraform === undefined ? '' : `<pre>${escapeHtml(terraform)}</pre>`,
    '</details>',
    tableHead([words.asset, words.account, words.region, words.evidence].map((word) => word[language])),
  ].join('');
}

function row(finding: ExportFinding): string {
  const element = finding.discriminator === '' ? '' : ` <span class="soft">${escapeHtml(finding.discriminator)}</span>`;
  return `<tr><td>${escapeHtml(finding.assetName)}${element}<br><span class="soft">${escapeHtml(finding.asset)}</span></td><td>${escapeHtml(finding.account)}</td><td>${escapeHtml(finding.region)}</td><td><pre>${escapeHtml(JSON.stringify(finding.evidence, null, 1))}</pre></td></tr>`;
}

function* unknownTable({ unknown, language }: FindingsContext): Generator<string> {
  if (unknown === undefined || unknown.length === 0) return;
  yield `<h2>${words.unknown[language]}</h2><p class="soft">${words.unknownWhy[language]}</p>`;
  yield tableHead([words.results, words.operation, words.reason, words.allow].map((word) => word[language]));
  for (const { results, operation, code, permission } of unknown) {
    yield `<tr><td>${results}</td><td>${escapeHtml(operation)}</td><td>${escapeHtml(code)}</td><td>${escapeHtml(permission ?? '')}</td></tr>`;
  }
  yield '</tbody></table>';
}
