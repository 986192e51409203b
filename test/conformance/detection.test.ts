import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { detection } from './detection/index.ts';

const dir = path.join(import.meta.dirname, '../../../shared/conformance/detection');

// As with the posture cases: where tests must be whole, the labelled logs must be there.
describe.skipIf(!existsSync(dir) && process.env.CI === undefined)('labelled logs', () => {
  it('are judged as their labels say, above the bars', async () => {
    const { json, underBar, lines } = await detection.run(dir, { verbose: true });
    // A set that is not there has no score, and no bar to be under.
    for (const set of ['contrast', 'recall', 'noise', 'time', 'kubernetes', 'correlation', 'normalised']) {
      expect(json, set).toHaveProperty(set, expect.anything());
    }
    expect(underBar, lines.join('\n')).toBeUndefined();
  }, 300_000);
});
