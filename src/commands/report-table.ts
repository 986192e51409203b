import stringWidth from 'string-width';
import type { Report, ReportFinding } from '../findings/report.ts';
import { type Language, severityWords } from '../model/index.ts';
import { say } from './language.ts';
import { clean, cut, pad, painter, severityColors, type TableOptions } from './table-text.ts';
import { trustLines } from './trust-table.ts';
import { softwareLines, vulnerabilityLines } from './vulnerability-table.ts';
import { words } from './words.ts';

/** Assets listed of one control before the rest is counted. */
const ASSETS_SHOWN = 5;

/** A report for the terminal: what failed, by control and worst first, how to begin, and what is not known. */
export function reportTable(report: Report, options: TableOptions): string {
  const { language } = options;
  const paint = painter(options);
  const lines: string[] = [];
  const badge = Math.max(...Object.values(severityWords).map((word) => stringWidth(word[language])));

  const [vulnerable, misconfigured] = apart(report.findings, ({ rule }) => rule.vulnerability !== undefined);
  lines.push(...vulnerabilityLines(vulnerable, options));
  for (const found of Map.groupBy(misconfigured, (finding) => finding.control).values()) {
    const [{ rule, severity }] = found as [ReportFinding];
    const count = paint('bold', say(words.finding, language, { count: found.length }));
    lines.push(
      `${paint(severityColors[severity], pad(severityWords[severity][language].toUpperCase(), badge))}  ${paint('bold', rule.title[language])}  ${count}`,
    );
    const indent = ' '.repeat(badge + 2);
    for (const finding of found.slice(0, ASSETS_SHOWN))
      lines.push(indent + assetLine(finding, options.width - indent.length));
    if (found.length > ASSETS_SHOWN) {
      lines.push(indent + paint('dim', say(words.more, language, { count: found.length - ASSETS_SHOWN })));
    }
    const [step] = rule.remediation.text[language].split('\n');
    lines.push(indent + paint('dim', `${words.fix[language]}: ${step}`));
    lines.push('');
  }

  lines.push(
    say(words.summary, language, {
      assets: report.assets,
      accounts: report.accounts.length,
      regions: report.regions.length,
      failed: report.counts.fail,
      passed: report.counts.pass,
      unknown: report.counts.unknown,
      na: report.counts['not-applicable'],
    }),
  );
  if (report.counts.fail === 0) lines.push(words.clean[language]);
  else lines.push(paint('dim', words.nextHtml[language]));
  lines.push(...softwareLines(report, language), ...waivedLines(report, language), ...unknownLines(report, language));
  lines.push(...trustLines(report, language));
  if (report.errors.length > 0) {
    lines.push('', words.errorsTitle[language]);
    for (const { control, asset, message } of report.errors.slice(0, 10))
      lines.push(`  ${control} ${asset}: ${message}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Risks that somebody takes are not counted, and not forgotten. */
function waivedLines({ waived }: Report, language: Language): string[] {
  if (waived.length === 0) return [];
  const by = [...Map.groupBy(waived, ({ waiver }) => waiver.by)].map(([name, found]) => `${name} ${found.length}`);
  return [say(words.waived, language, { count: waived.length, by: by.join(', ') })];
}

function apart<T>(all: readonly T[], chosen: (one: T) => boolean): [T[], T[]] {
  return [all.filter(chosen), all.filter((one) => !chosen(one))];
}

function unknownLines(report: Report, language: Language): string[] {
  if (report.unknown.length === 0) return [];
  const lines = ['', words.unknownTitle[language]];
  for (const group of report.unknown.slice(0, 20)) {
    const { operation, code, permission, results } = group;
    lines.push(
      `  ${
        permission === undefined
          ? say(words.unknownCode, language, { results, operation, code })
          : say(words.unknownPermission, language, { results, operation, permission })
      }`,
    );
  }
  if (report.unknown.length > 20) lines.push(`  ${say(words.more, language, { count: report.unknown.length - 20 })}`);
  return lines;
}

function assetLine(finding: ReportFinding, width: number): string {
  const place = `${finding.account}  ${finding.region}`;
  const what = finding.discriminator === '' ? finding.assetName : `${finding.assetName}  ${finding.discriminator}`;
  return `${pad(cut(clean(what), Math.max(20, width - place.length - 2)), Math.min(44, width - place.length - 2))}  ${place}`;
}
