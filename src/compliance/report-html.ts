import { type Language, severityWords } from '../model/index.ts';
import { escapeHtml } from '../platform/exports/index.ts';
import type {
  AssessedNode,
  AssessedRequirement,
  AssessedSection,
  Assessment,
  ControlStanding,
  Score,
} from './assess.ts';
import { css } from './report-css.ts';
import { type RequirementState, requirementStates, type StatusCounts } from './state.ts';
import { assessmentWords, countWords, evidenceWords, reportWords, stateWords } from './words.ts';

/** Who files the report, and in which language. */
export interface ReportOptions {
  language: Language;
  organisation: string;
  /** What was looked at: accounts, clusters, ... */
  scope: readonly string[];
  preparedBy: string;
}

/** The report as one HTML page that needs nothing else and runs nothing. */
export function htmlReport(assessment: Assessment, options: ReportOptions): string {
  const { language } = options;
  const words = reportWords(language);
  const { framework } = assessment;
  const title = `${words.title}: ${framework.title[language]} ${framework.version}`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${css}</style>
</head>
<body>
<main>
<header><h1>${escapeHtml(title)}</h1>${frontMatter(assessment, options)}</header>
${summary(assessment, language)}
${sectionTable(assessment.nodes, language)}
<section><h2>${words.details}</h2>${assessment.nodes.map((node) => nodeBlock(node, language, 3)).join('\n')}</section>
${strayList(assessment, language)}
${signatures(options)}
</main>
</body>
</html>
`;
}

function frontMatter(assessment: Assessment, options: ReportOptions): string {
  const words = reportWords(options.language);
  const { framework } = assessment;
  const pairs: [string, string][] = [
    [words.organisation, escapeHtml(options.organisation)],
    [words.scope, options.scope.map(escapeHtml).join(', ')],
    [words.assessedAt, moment(assessment.assessedAt)],
    [words.preparedBy, escapeHtml(options.preparedBy)],
    [words.framework, escapeHtml(framework.title[options.language])],
    [words.version, escapeHtml(framework.version)],
    [words.publisher, escapeHtml(framework.publisher)],
    [words.source, link(framework.source)],
  ];
  return `<dl class="front">${pairs.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

function summary(assessment: Assessment, language: Language): string {
  const words = reportWords(language);
  const { passing, judged } = assessment.score;
  const total = requirementStates.reduce((sum, state) => sum + assessment.states[state], 0);
  const rows = requirementStates.map((state) => [
    badge(state, language),
    String(assessment.states[state]),
    stateWords[state].meaning[language],
  ]);
  return `<section><h2>${words.summary}</h2>
<p class="score">${judged === 0 ? words.noScore : words.score(passing, judged, percent(assessment.score))}</p>
${total > judged ? `<p>${words.outside(total - judged)}</p>` : ''}
${assessment.framework.extent === 'touched' ? `<p class="note">${words.touched}</p>` : ''}
${table([words.state, words.requirements, words.meaning], [...rows, [words.total, String(total), '']])}</section>`;
}

function sectionTable(nodes: readonly AssessedNode[], language: Language): string {
  const words = reportWords(language);
  const sections = allSections(nodes, 0);
  if (sections.length === 0) return '';
  const header = [
    words.section,
    words.state,
    ...requirementStates.map((state) => stateWords[state].name[language]),
    words.passOfJudged,
  ];
  const rows = sections.map(({ section, depth }) => [
    `<a class="depth-${Math.min(depth, 3)}" href="#${anchor(section.id)}">${escapeHtml(section.id)} ${escapeHtml(section.title[language])}</a>`,
    badge(section.state, language),
    ...requirementStates.map((state) => String(section.states[state])),
    `${section.score.passing} / ${section.score.judged}`,
  ]);
  return `<section><h2>${words.sections}</h2>${table(header, rows)}</section>`;
}

function allSections(nodes: readonly AssessedNode[], depth: number): { section: AssessedSection; depth: number }[] {
  return nodes.flatMap((node) =>
    node.type === 'section' ? [{ section: node, depth }, ...allSections(node.children, depth + 1)] : [],
  );
}

function nodeBlock(node: AssessedNode, language: Language, level: number): string {
  return node.type === 'section' ? sectionBlock(node, language, level) : requirementBlock(node, language, level);
}

function sectionBlock(section: AssessedSection, language: Language, level: number): string {
  const tag = `h${Math.min(level, 6)}`;
  return `<section><${tag} id="${anchor(section.id)}">${escapeHtml(section.id)} ${escapeHtml(section.title[language])} ${badge(section.state, language)}</${tag}>
${section.text ? `<p>${escapeHtml(section.text[language])}</p>` : ''}
${section.children.map((child) => nodeBlock(child, language, level + 1)).join('\n')}</section>`;
}

function requirementBlock(requirement: AssessedRequirement, language: Language, level: number): string {
  const words = reportWords(language);
  const tag = `h${Math.min(level, 6)}`;
  const { evidence } = requirement;
  const pairs: [string, string][] = [[words.assessment, assessmentWords[requirement.assessment][language]]];
  if (requirement.answeredBy) pairs.push([words.answeredThrough, requirement.answeredBy.map(escapeHtml).join(', ')]);
  if (requirement.assessment !== 'manual' || requirement.controls.length > 0) {
    pairs.push([words.technical, badge(requirement.technical, language)]);
  }
  if (requirement.evidenceAsked) pairs.push([words.evidenceAsked, escapeHtml(requirement.evidenceAsked[language])]);
  if (evidence.state !== 'not-needed' && !requirement.answeredBy) {
    pairs.push([words.evidence, evidenceWords[evidence.state][language]]);
  }
  if (evidence.statement) {
    pairs.push([words.statement, escapeHtml(evidence.statement.statement)]);
    if (evidence.statement.link) pairs.push([words.link, link(evidence.statement.link)]);
    pairs.push([words.by, escapeHtml(evidence.statement.by)]);
    pairs.push([words.validUntil, moment(evidence.statement.validUntil)]);
  }
  return `<article><${tag}>${escapeHtml(requirement.id)} ${escapeHtml(requirement.title[language])} ${badge(requirement.state, language)}</${tag}>
${requirement.text ? `<p>${escapeHtml(requirement.text[language])}</p>` : ''}
<dl>${pairs.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>
${controlTable(requirement.controls, language)}</article>`;
}

function controlTable(controls: readonly ControlStanding[], language: Language): string {
  if (controls.length === 0) return '';
  const words = reportWords(language);
  const statuses = Object.keys(countWords) as (keyof StatusCounts)[];
  const rows = controls.map((control) => [
    `${escapeHtml(control.title[language])}<br><code>${escapeHtml(control.id)}</code>`,
    severityWords[control.severity][language],
    ...(control.counts
      ? statuses.map((status) => String(control.counts?.[status]))
      : [words.notRun, ...statuses.slice(1).map(() => '')]),
  ]);
  return table([words.control, words.severity, ...statuses.map((status) => countWords[status][language])], rows);
}

function strayList(assessment: Assessment, language: Language): string {
  const words = reportWords(language);
  const lines = [
    ...assessment.strays.mappings.map((stray) => words.strayMapping(stray.control, stray.requirement)),
    ...assessment.strays.evidence.map((stray) => words.strayEvidence(stray.requirement, stray.by)),
  ];
  if (lines.length === 0) return '';
  return `<section><h2>${words.strays}</h2><ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul></section>`;
}

function signatures(options: ReportOptions): string {
  const words = reportWords(options.language);
  const line = (role: string, name: string) =>
    `<div><span>${role}</span><span>${escapeHtml(name)}</span><span>${words.signature}</span><span class="line"></span></div>`;
  return `<footer class="signatures">${line(words.preparedBy, options.preparedBy)}${line(words.reviewedBy, '')}</footer>`;
}

/** Rounded down: 199 of 200 is not "100 %". */
function percent({ passing, judged }: Score): number {
  return Math.floor((100 * passing) / judged);
}

function badge(state: RequirementState, language: Language): string {
  return `<span class="badge ${state}">${stateWords[state].name[language]}</span>`;
}

/** A table of cells that are HTML already. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = header.map((cell) => `<th scope="col">${cell}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** `2026-03-01 09:30 UTC` */
function moment(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A link only where following it cannot run anything; else the bare text. */
function link(target: string): string {
  const text = escapeHtml(target);
  return /^https?:\/\//i.test(target) ? `<a href="${text}" rel="noopener noreferrer">${text}</a>` : text;
}

function anchor(id: string): string {
  return `s-${encodeURIComponent(id).replaceAll("'", '%27')}`;
}
