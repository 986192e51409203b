import { readNdjson } from '../ndjson.ts';
import type { CaseOutcome } from '../set.ts';
import { answer } from './policy-answers.ts';

interface Question {
  id: string;
  question: string;
  args: Record<string, unknown>;
  result: boolean | string[];
}

/** Asks the policy engine every question and compares; lists are compared as sets. */
export async function* runPolicyQuestions(file: string, only: string | undefined): AsyncGenerator<CaseOutcome> {
  for await (const { id, question, args, result } of readNdjson<Question>(file)) {
    const rule = `policy/${question}`;
    if (only !== undefined && !rule.includes(only)) continue;
    const ours = answer(question, args);
    const equal = JSON.stringify(sorted(ours)) === JSON.stringify(sorted(result));
    yield equal
      ? { id, rule, outcome: 'equal' }
      : {
          id,
          rule,
          outcome: 'different',
          detail: `they say ${JSON.stringify(result)}, we say ${JSON.stringify(ours)}`,
        };
  }
}

function sorted(value: boolean | string[]): boolean | string[] {
  return Array.isArray(value) ? [...new Set(value)].sort() : value;
}
