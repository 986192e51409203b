import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { posture } from './posture/index.ts';
import { scoreSet } from './score.ts';

const dir = path.join(import.meta.dirname, '../../../shared/conformance/posture');

// The cases are not part of the product (some are under licences that forbid it); where tests must be whole they must be there.
describe.skipIf(!existsSync(dir) && process.env.CI === undefined)('labelled posture cases', () => {
  it('agree with us', async () => {
    const { total, rules, differences } = await scoreSet(posture, dir);
    expect(posture.underBar(total, rules), differences.join('\n')).toBeUndefined();
    const aws = Object.entries(rules).filter(([rule, score]) => rule.startsWith('aws/') && score.mapped > 0);
    expect(aws.reduce((sum, [, score]) => sum + score.mapped, 0)).toBeGreaterThanOrEqual(240);
  }, 120_000);
});
