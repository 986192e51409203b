// Records the sample organisation (`npm run sample`): builds a made-up company in moto, collects it as any AWS is
// collected, and keeps the facts in content/sample.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startMoto } from '../../moto.ts';
import { buildCompany } from './build.ts';
import { collectCompany } from './collect.ts';
import type { Company } from './company.ts';
import { keep } from './keep.ts';

const sample = path.join(import.meta.dirname, '..', '..', '..', 'content', 'sample');

const work = await mkdtemp(path.join(tmpdir(), 'hwaseong-sample-'));
const clock = path.join(work, 'days-ago');
const daysAgo = (days: number) => writeFile(clock, String(days));
await daysAgo(0);
const moto = await startMoto(undefined, {
  PYTHONPATH: path.join(import.meta.dirname, '..', 'moto-clock'),
  MOTO_DAYS_AGO: clock,
  MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
});
try {
  // The same ids in every recording, so that two of them can be compared.
  await fetch(`${moto.endpoint}/moto-api/seed?a=1796`, { method: 'POST' });
  const company = await buildCompany(moto.endpoint, daysAgo);
  const facts = path.join(work, 'facts');
  await collectCompany(moto.endpoint, company, facts);
  const { bytes, failed } = await keep(facts, sample);
  await writeFile(path.join(sample, 'params.yaml'), paramsOf(company));
  for (const [call, times] of Object.entries(failed)) process.stdout.write(`${times} × ${call}\n`);
  process.stdout.write(`${bytes} bytes\n`);
} finally {
  await moto.stop();
  await rm(work, { recursive: true });
}

/** What the company has set in the console: where its assets may be. */
function paramsOf({ production, development }: Company): string {
  const regions = '{ allowedRegions: [ap-northeast-2, ap-northeast-1, us-east-1] }';
  const controls = ['aws-ec2-region-allowed', 'aws-ec2-instance-large-outside-regions'];
  const lines = [production, development].flatMap(({ account }) => [
    `  "${account}":`,
    ...controls.map((control) => `    ${control}: ${regions}`),
  ]);
  return `# Made by \`npm run sample\`.\naccounts:\n${lines.join('\n')}\n`;
}
