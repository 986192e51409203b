import { CreateRepositoryCommand, ECRClient, PutImageCommand, PutLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Moto, motoServer, startMoto } from '../../../test/moto.ts';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';

const account = '123456789012';
const host = `${account}.dkr.ecr.us-east-1.amazonaws.com`;
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example-secret-key' };

describe.skipIf(!motoServer)('a registry of Amazon ECR on the server', () => {
  let moto: Moto;
  let server: TestServer;
  let admin: Client;

  beforeAll(async () => {
    moto = await startMoto();
    const client = new ECRClient({ region: 'us-east-1', endpoint: moto.endpoint, credentials: keys });
    await client.send(
      new CreateRepositoryCommand({
        repositoryName: 'team/app',
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
      }),
    );
    const rule = {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 },
      action: { type: 'expire' },
    };
    const lifecyclePolicyText = JSON.stringify({ rules: [rule] });
    await client.send(new PutLifecyclePolicyCommand({ repositoryName: 'team/app', lifecyclePolicyText }));
    await client.send(new CreateRepositoryCommand({ repositoryName: 'team/open' }));
    const digest = `sha256:${'a'.repeat(64)}`;
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 10 },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: 1000 }],
    };
    await client.send(
      new PutImageCommand({
        repositoryName: 'team/app',
        imageManifest: JSON.stringify(manifest),
        imageManifestMediaType: manifest.mediaType,
        imageTag: '1.0',
      }),
    );
    client.destroy();
    // What the machine itself may do leads nowhere: the server has to use what its connections say.
    vi.stubEnv('AWS_ENDPOINT_URL', moto.endpoint);
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    server = await startTestServer();
    admin = await server.admin();
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.stop();
    await moto?.stop();
  });

  const connect = async (name: string, more: object) => {
    const registry = { url: `https://${host}`, kind: 'ecr', repositories: [], tags: 1 };
    const made = await admin.send('POST', '/api/v1/connections', { provider: 'registry', name, registry, ...more });
    expect(made.status, made.text).toBeLessThan(300);
    return made.json.id as string;
  };
  const walked = async (connection: string) => {
    const scan = await admin.send('POST', `/api/v1/connections/${connection}/scan`);
    const finished = async () => (await admin.get(`/api/v1/scans/${scan.json.id}`)).json.finishedAt;
    await expect.poll(finished, { timeout: 100_000, interval: 500 }).not.toBeNull();
    return (await admin.get(`/api/v1/scans/${scan.json.id}`)).json;
  };
  const repository = async (name: string) =>
    (await admin.get(`/api/v1/assets/detail?id=${encodeURIComponent(`${host}/${name}`)}`)).json.data;

  it('tells all that its API knows, by the keys of the connection to its account', async () => {
    const aws = await admin.send('POST', '/api/v1/connections', {
      provider: 'aws',
      name: 'account',
      credentials: { type: 'keys', ...keys },
    });
    // What a scan of the account would have noted.
    const { db, tenant } = server.services;
    const row = await db
      .selectFrom('connections')
      .select('settings')
      .where('tenant', '=', tenant)
      .where('id', '=', aws.json.id)
      .executeTakeFirstOrThrow();
    const settings = JSON.stringify({ ...(row.settings as object), accounts: [account] });
    await db.updateTable('connections').set({ settings }).where('id', '=', aws.json.id).execute();

    // The images themselves lie where no test reaches, so that the scan is incomplete.
    expect((await walked(await connect('images', {}))).state).toBe('incomplete');
    expect(await repository('team/app')).toMatchObject({
      type: 'ecr',
      tellsPulls: true,
      immutability: { mode: 'immutable' },
      scanning: { onPush: true },
      retention: { rules: 1 },
      policy: null,
      manifests: [{ tags: ['1.0'], pushed: expect.stringMatching(/^20/) }],
    });
    expect(await repository('team/open')).toMatchObject({ immutability: { mode: 'mutable' }, retention: null });
    expect((await admin.get('/api/v1/registries')).json.items).toMatchObject([
      { id: host, repositories: 2, mutable: true, anonymous: false, untagged: 0 },
    ]);
  }, 180_000);

  it('is proposed what would clean up and guard it, as the command line proposes it', async () => {
    const proposals = async (more = '') =>
      (await admin.get(`/api/v1/registries/proposals?registry=${host}${more}`)).json;
    const plain = await proposals('&keep=7');
    expect(plain).toMatchObject({ type: 'ecr', repositories: 2, unknown: 0, removes: 0, cleanups: [] });
    expect(plain.policies).toMatchObject([{ name: 'lifecycle-policy.json', place: 'team/open', places: 1 }]);
    expect(JSON.parse(plain.policies[0].text).rules[1].selection.countNumber).toBe(7);

    const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
    const who = `&pipeline=${role('ci')}&runtime=${role('nodes')}&breakGlass=${role('help')}`;
    expect((await proposals(who)).policies).toContainEqual(
      expect.objectContaining({ name: 'repository-policy.json', places: 2 }),
    );
    expect((await proposals(`&pipeline=${role('ci')}`)).error.code).toBe('principal-missing');
    expect((await admin.get('/api/v1/registries/proposals?registry=none.example')).status).toBe(404);
  });

  it('is entered by keys of its own where it has some', async () => {
    const id = await connect('own', { credentials: { type: 'keys', ...keys } });
    await walked(id);
    expect(await repository('team/app')).toMatchObject({ immutability: { mode: 'immutable' } });
  }, 180_000);
});
