import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CodeBuildClient, CreateProjectCommand } from '@aws-sdk/client-codebuild';
import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentDir } from '../../src/content/index.ts';
import { readSegments } from '../../src/platform/segments/index.ts';
import { loadContent } from '../../src/server/content.ts';
import { type Moto, motoServer, startMoto } from '../moto.ts';
import { type Client, startTestServer, type TestServer } from '../server/harness.ts';
import { openCloud, SEOUL, trust } from './cloud.ts';
import { run } from './command.ts';

/** Values that must not be found anywhere afterwards. Made up, but shaped as real ones are. */
const planted = {
  password: 'Tr0ub4dor-and-3-horses',
  awsSecret: 'wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEY9',
  githubToken: `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`,
  connection: 'postgres://orders:s3cretOrders77@orders.internal:5432/orders',
  userData: 'export ADMIN_PASSWORD=Zx9-correct-battery-77',
  build: 'build-only-Password-4711',
};

/** What to look for: the values, and the telling part of those that come wrapped. */
const needles = [...Object.values(planted), 's3cretOrders77', 'Zx9-correct-battery-77'].flatMap((value) => [
  value,
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
]);

function found(text: string): string[] {
  return needles.filter((needle) => text.includes(needle));
}

describe.skipIf(motoServer === undefined)('secrets in an account', () => {
  let moto: Moto;
  let facts: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    facts = await mkdtemp(path.join(tmpdir(), 'hwaseong-planted-'));
    moto = await startMoto();
    const cloud = openCloud(moto.endpoint, '123456789012');
    const role = await cloud.client(IAMClient).send(
      new CreateRoleCommand({
        RoleName: 'work',
        AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
      }),
    );
    const Role = role.Role?.Arn ?? '';
    await cloud.client(LambdaClient).send(
      new CreateFunctionCommand({
        FunctionName: 'orders',
        Role,
        Code: { ZipFile: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Environment: { Variables: { DB_PASSWORD: planted.password, AWS_SECRET_ACCESS_KEY: planted.awsSecret } },
      }),
    );
    await cloud.client(ECSClient).send(
      new RegisterTaskDefinitionCommand({
        family: 'orders',
        containerDefinitions: [
          {
            name: 'web',
            image: 'web',
            memory: 128,
            environment: [
              { name: 'TOKEN', value: planted.githubToken },
              { name: 'DATABASE_URL', value: planted.connection },
            ],
          },
        ],
      }),
    );
    await cloud.client(EC2Client).send(
      new RunInstancesCommand({
        ImageId: 'ami-12345678',
        MinCount: 1,
        MaxCount: 1,
        UserData: Buffer.from(planted.userData).toString('base64'),
      }),
    );
    await cloud.client(CodeBuildClient).send(
      new CreateProjectCommand({
        name: 'orders',
        serviceRole: Role,
        source: { type: 'S3', location: 'sources/orders.zip' },
        artifacts: { type: 'NO_ARTIFACTS' },
        environment: {
          type: 'LINUX_CONTAINER',
          image: 'aws/codebuild/standard:7.0',
          computeType: 'BUILD_GENERAL1_SMALL',
          environmentVariables: [{ name: 'DEPLOY_PASSWORD', value: planted.build, type: 'PLAINTEXT' }],
        },
      }),
    );
    env = {
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'key',
      AWS_REGION: SEOUL,
    };
  }, 120_000);

  afterAll(async () => {
    await moto?.stop();
    await rm(facts, { recursive: true, force: true });
  });

  it('are found by the controls, and are in no fact that is kept', async () => {
    const scan = ['scan', 'aws', '--facts', path.join(facts, 'kept'), '--regions', SEOUL, '--all', '--format', 'json'];
    const ended = await run(scan, env);
    expect(ended.code, ended.err).toBe(1);
    const failed = new Set(
      (JSON.parse(ended.out) as { findings: { rule: { id: string } }[] }).findings.map(({ rule }) => rule.id),
    );
    for (const name of ['lambda', 'ecs', 'codebuild', 'ec2']) {
      expect([...failed].filter((id) => id.startsWith(`aws-${name}-`) && id.includes('secret'))).not.toEqual([]);
    }
    expect(found(ended.out + ended.err)).toEqual([]);
    let records = 0;
    for await (const record of readSegments(path.join(facts, 'kept'))) {
      records += 1;
      expect(found(JSON.stringify(record))).toEqual([]);
    }
    expect(records).toBeGreaterThan(50);
  }, 180_000);

  it('are in no report of any format', async () => {
    for (const format of ['table', 'json', 'csv', 'ocsf', 'sarif', 'html']) {
      const ended = await run(['scan', 'facts', path.join(facts, 'kept'), '--format', format], env);
      expect(ended.out.length).toBeGreaterThan(100);
      expect([format, ...found(ended.out + ended.err)]).toEqual([format]);
    }
  }, 120_000);

  it('are in no table of the store, nor in what the API answers', async () => {
    const content = await loadContent(contentDir());
    const server: TestServer = await startTestServer({ controls: [...content.controls.values()] });
    try {
      const admin: Client = await server.admin();
      const records: string[] = [];
      for await (const record of readSegments(path.join(facts, 'kept'))) records.push(JSON.stringify(record));
      const upload = await admin.send('POST', '/api/v1/facts?connection=planted', records.join('\n'), {
        'content-type': 'application/x-ndjson',
      });
      expect(upload.status, upload.text).toBeLessThan(300);
      const listed = async () => (await admin.get('/api/v1/findings?limit=200')).json.items as { id: string }[];
      await expect.poll(async () => (await listed()).length, { timeout: 90_000, interval: 500 }).toBeGreaterThan(20);
      for (const { id } of await listed()) expect(found((await admin.get(`/api/v1/findings/${id}`)).text)).toEqual([]);

      const { db } = server.services;
      const tables = await sql<{ name: string }>`
        select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
      let rows = 0;
      for (const { name } of tables.rows) {
        const kept = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db);
        rows += kept.rows.length;
        for (const { row } of kept.rows) expect([name, ...found(row)]).toEqual([name]);
      }
      expect(rows).toBeGreaterThan(500);
    } finally {
      await server.stop();
    }
  }, 180_000);
});
