import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ConformanceSet } from '../set.ts';
import { runCloudsploit } from './cloudsploit.ts';
import { runPolicyQuestions } from './policy-questions.ts';

/** Cloud posture: recorded API answers and policy documents, with what must be said about them. */
export const posture: ConformanceSet = {
  name: 'posture',
  async *run(dir, only) {
    const cases = path.join(dir, 'cloudsploit/aws.ndjson');
    if (existsSync(cases)) yield* runCloudsploit(cases, only);
    const questions = path.join(dir, 'prowler-policy/cases.ndjson');
    if (existsSync(questions)) yield* runPolicyQuestions(questions, only);
  },
  underBar(total, rules) {
    const policy = Object.entries(rules).filter(([rule]) => rule.startsWith('policy/'));
    const wrong = policy.filter(([, score]) => score.equal < score.cases);
    if (wrong.length > 0) return `policy questions answered otherwise: ${wrong.map(([rule]) => rule).join(', ')}`;
    if (total.mapped === 0) return 'no case is mapped';
    const share = total.equal / total.mapped;
    return share < 0.98 ? `${(share * 100).toFixed(1)} % of the mapped cases agree, 98 % must` : undefined;
  },
};
