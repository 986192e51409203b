import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Services } from '../services.ts';
import { readTrustPolicy, writeTrustPolicy } from '../trust/trust-policy.ts';

/** Says whom the sample organisation trusts with its images, where the organisation has no policy of its own. */
export async function addSampleTrust(services: Services): Promise<void> {
  const policy = await sampleTrust(services);
  if (policy === undefined || (await readTrustPolicy(services)) !== undefined) return;
  await writeTrustPolicy(services, policy, services.clock(), 'system');
}

/** Removes that policy; one that somebody has changed is theirs. */
export async function removeSampleTrust(services: Services): Promise<void> {
  const policy = await sampleTrust(services);
  if (policy === undefined || (await readTrustPolicy(services))?.policy !== policy) return;
  await writeTrustPolicy(services, '', services.clock(), 'system');
}

async function sampleTrust({ sampleDir }: Services): Promise<string | undefined> {
  const file = path.join(sampleDir, 'trust.yaml');
  return existsSync(file) ? readFile(file, 'utf8') : undefined;
}
