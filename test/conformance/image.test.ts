import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageSets } from './image/index.ts';

const dir = path.join(import.meta.dirname, '../../../shared/conformance/image');

// As with the posture cases: where tests must be whole, the labelled cases must be there.
describe.skipIf(!existsSync(dir) && process.env.CI === undefined)('labelled image cases', () => {
  for (const [name, load] of Object.entries(imageSets)) {
    it(`reach the bar of ${name}`, async () => {
      const { run } = await load();
      const { total, underBar, differences } = await run(path.join(dir, name));
      expect(underBar, differences.slice(0, 50).join('\n')).toBeUndefined();
      expect(total.mapped).toBeGreaterThan(0);
    }, 300_000);
  }
});
