import { vulnerabilitiesById } from '../findings/affected/index.ts';
import type { StoredFinding } from '../findings/stored-finding.ts';
import { updateText } from '../findings/vulnerabilities/index.ts';
import type { Rule } from '../model/index.ts';
import type { Context } from './context.ts';
import { text, texts } from './images/views.ts';
import { removedControl } from './removed-control.ts';
import { trustRule } from './trust/judge-origins.ts';

/** What each of some findings is told by: its control, or what is known of its vulnerability; a stand-in where that is no longer there. */
export async function rulesOf(
  { db, tenant, content }: Pick<Context, 'db' | 'tenant' | 'content'>,
  findings: readonly StoredFinding[],
): Promise<(finding: StoredFinding) => Rule> {
  const ids = findings.flatMap((finding) => (finding.class === 'vulnerability' ? [finding.rule] : []));
  const known = await vulnerabilitiesById(db, tenant, [...new Set(ids)]);
  return (finding) => {
    const { rule, kind, severity, evidence } = finding;
    const row = finding.class === 'vulnerability' ? known.get(rule) : undefined;
    if (row === undefined) return content.controls.get(rule) ?? trustRule(rule) ?? removedControl(finding);
    const { facts, title } = row;
    const why = facts.description ?? title;
    const found = { name: text(evidence.package) ?? '', version: text(evidence.installed) ?? '' };
    return {
      ...{ id: rule, kind, severity, vulnerability: facts },
      // What sources say of vulnerabilities is English.
      title: { en: title, ko: title },
      why: { en: why, ko: why },
      remediation: { text: updateText(found, texts(evidence.fixed)) },
    };
  };
}

/** Findings told at once. */
const AT_ONCE = 500;

/** Findings with what they are told by, in the order in which they come. */
export async function* withRules(
  context: Pick<Context, 'db' | 'tenant' | 'content'>,
  findings: AsyncIterable<StoredFinding>,
): AsyncGenerator<{ row: StoredFinding; rule: Rule }> {
  let waiting: StoredFinding[] = [];
  async function* told() {
    const ruleOf = await rulesOf(context, waiting);
    for (const row of waiting) yield { row, rule: ruleOf(row) };
    waiting = [];
  }
  for await (const row of findings) {
    waiting.push(row);
    if (waiting.length >= AT_ONCE) yield* told();
  }
  yield* told();
}
