import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { type Moto, startMoto } from '../moto.ts';
import { type Cloud, openCloud } from './cloud.ts';

/** An emulated organisation of two accounts. */
export interface Organization {
  moto: Moto;
  /** The account that manages the organisation, and whose keys the program is given. */
  management: Cloud;
  member: Cloud;
  /** A folder for whatever a test keeps. */
  dir: string;
  /** What the program needs to come in. */
  env: NodeJS.ProcessEnv;
  /** Makes whatever is made next as old as this. */
  daysAgo(days: number): Promise<void>;
  stop(): Promise<void>;
}

/** The account that moto takes unknown keys for. */
const MANAGEMENT = '123456789012';

export async function startOrganization(): Promise<Organization> {
  const dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-aws-'));
  // Run as root, the embedded database has a user of its own, who must get in.
  await chmod(dir, 0o755);
  const clock = path.join(dir, 'days-ago');
  const daysAgo = (days: number) => writeFile(clock, String(days));
  await daysAgo(0);
  const moto = await startMoto(undefined, {
    PYTHONPATH: path.join(import.meta.dirname, 'moto-clock'),
    MOTO_DAYS_AGO: clock,
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
  });
  const management = openCloud(moto.endpoint, MANAGEMENT);
  const organizations = management.client(OrganizationsClient, 'us-east-1');
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { CreateAccountStatus } = await organizations.send(
    new CreateAccountCommand({ AccountName: 'development', Email: 'dev@example.com' }),
  );
  return {
    moto,
    management,
    member: openCloud(moto.endpoint, CreateAccountStatus?.AccountId as string),
    dir,
    env: {
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    },
    daysAgo,
    async stop() {
      await moto.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
