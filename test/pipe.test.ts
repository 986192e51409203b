import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from 'vitest';
import { exitCodes } from '../src/model/index.ts';

it('ends without a stack trace where the reader of its output goes away', async () => {
  const program = path.join(import.meta.dirname, '../src/main.ts');
  const child = spawn(process.execPath, [program, 'controls', 'list', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'close');
  expect(said).toBe('');
  expect(code).toBe(exitCodes.usage);
});
