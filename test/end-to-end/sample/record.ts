// Records the sample organisation (`npm run sample`): builds a made-up company in moto, with a registry of images and a host beside it,
// collects and reads all of it as anything is collected and read, and keeps in content/sample what came of it: facts, what CloudTrail
// wrote, whom the company trusts, and the advisories that apply.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSegments } from '../../../src/platform/segments/index.ts';
import { startMoto } from '../../moto.ts';
import { buildCompany } from './build.ts';
import { collectCompany } from './collect.ts';
import type { Company } from './company.ts';
import { feedsAt, recordFeeds } from './feeds.ts';
import { whatHappened } from './happened.ts';
import { recordHost } from './host.ts';
import { buildImages } from './images.ts';
import { keep, packed } from './keep.ts';
import { recordRegistry } from './registry.ts';

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
  const images = buildImages(new Date());
  const company = await buildCompany(moto.endpoint, { daysAgo, images });
  const facts = path.join(work, 'facts');
  await collectCompany(moto.endpoint, company, facts);
  const software = await openSegments(path.join(work, 'software'));
  const trust = await recordRegistry(images, software);
  await recordHost(software);
  await software.close();
  const { bytes, failed } = await keep([facts, path.join(work, 'software')], sample);
  await writeFile(path.join(sample, 'params.yaml'), paramsOf(company));
  await writeFile(path.join(sample, 'trust.yaml'), trust);
  await recordEvents(company);
  const feeds = feedsAt(process.env);
  const taken = feeds && (await recordFeeds(feeds, path.join(work, 'software'), path.join(sample, 'advisories')));
  for (const [call, times] of Object.entries(failed)) process.stdout.write(`${times} × ${call}\n`);
  process.stdout.write(`${bytes} bytes of facts\n`);
  process.stdout.write(taken ? `advisories: ${JSON.stringify(taken)}\n` : 'no feeds at hand: the advisories stay\n');
} finally {
  await moto.stop();
  await rm(work, { recursive: true });
}

async function recordEvents({ production, development }: Company): Promise<void> {
  const accounts = { production: production.account, development: development.account };
  const lines = whatHappened(accounts, new Date()).map((record) => `${JSON.stringify(record)}\n`);
  await mkdir(path.join(sample, 'events'), { recursive: true });
  await writeFile(path.join(sample, 'events', 'cloudtrail.ndjson.zst'), packed(lines.join('')));
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
