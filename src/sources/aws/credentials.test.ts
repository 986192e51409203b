import { afterEach, describe, expect, it, vi } from 'vitest';
import { type FakeAws, startFakeAws } from '../../../test/fake-aws.ts';
import { roleAccount, serverAccess } from './credentials.ts';
import { findTargets } from './targets.ts';

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' };
const now = () => new Date('2026-01-01T00:00:00Z');

describe('access for a server connection', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is the keys it was given', async () => {
    expect(await serverAccess(keys).base()).toEqual(keys);
  });

  it('or those of the machine, and never a local profile', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_PROFILE', 'local');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', new URL('./credentials.test.ts', import.meta.url).pathname);
    await expect(serverAccess('host').base()).rejects.toThrow();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    expect(await serverAccess('host').base()).toMatchObject(keys);
  });
});

describe('a role', () => {
  it('tells its account', () => {
    expect(roleAccount('arn:aws:iam::123456789012:role/path/reader')).toBe('123456789012');
    expect(roleAccount('arn:aws-us-gov:iam::123456789012:role/reader')).toBe('123456789012');
  });

  it.each(['reader', 'arn:aws:iam::1234:role/reader', 'arn:aws:iam::123456789012:user/kim'])('is not %s', (arn) => {
    expect(() => roleAccount(arn)).toThrow(/ARN of a role/);
  });
});

describe('credentials of a role', () => {
  let fake: FakeAws;
  afterEach(() => fake.stop());

  async function assumed(expiration: string) {
    fake = await startFakeAws(['us-east-1'], () => ({
      raw: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    }));
    const roles = ['arn:aws:iam::123456789012:role/reader'];
    const access = serverAccess(keys, { roles, externalId: 'shown' });
    return findTargets(access, { endpoint: fake.endpoint }, now);
  }

  it('are asked for once by all who need them, with the external id', async () => {
    const { targets, close } = await assumed('2026-01-01T01:00:00Z');
    const credentials = targets[0]?.credentials;
    await Promise.all([credentials?.(), credentials?.()]);
    expect(await credentials?.()).toMatchObject({ accessKeyId: 'ASIA', sessionToken: 't' });
    close();
    expect(fake.requests).toMatchObject([{ operation: 'AssumeRole', params: { ExternalId: 'shown' } }]);
  });

  it('are renewed before they end', async () => {
    const { targets, close } = await assumed('2026-01-01T00:04:00Z');
    await targets[0]?.credentials();
    await targets[0]?.credentials();
    close();
    expect(fake.requests).toHaveLength(2);
  });
});
