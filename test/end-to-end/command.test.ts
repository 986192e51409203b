import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { motoServer } from '../moto.ts';
import { policy, SEOUL } from './cloud.ts';
import { run, start } from './command.ts';
import { type Organization, startOrganization } from './organization.ts';

/** Many enough that a scan can be caught in the middle. */
const BUCKETS = 60;

describe.skipIf(!motoServer)('the command line, against AWS', () => {
  let organization: Organization;
  let folders = 0;
  beforeAll(async () => {
    organization = await startOrganization();
    const s3 = organization.management.client(S3Client);
    for (let number = 0; number < BUCKETS; number += 1) {
      const Bucket = `shop-${number}`;
      const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    }
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop-7/*' };
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'shop-7', Policy: policy(statement) }));
  }, 120_000);
  afterAll(() => organization?.stop());

  const newFolder = () => path.join(organization.dir, `facts-${(folders += 1)}`);
  const s3Only = ['--services', 's3', '--regions', SEOUL];
  const scan = (...args: string[]) => run(['scan', 'aws', ...args], organization.env);
  const ids = (json: string) =>
    (JSON.parse(json) as { findings: { id: string }[] }).findings.map(({ id }) => id).sort();

  describe('its exit code', () => {
    it('is 0 where everything is as it should be', async () => {
      const { code, out } = await scan(...s3Only, '--controls', 'aws-s3-bucket-versioning', '--format', 'json');
      expect(JSON.parse(out)).toMatchObject({ findings: [], unknown: [] });
      expect(code).toBe(0);
    });

    it('is 1 where something as bad as asked for failed, and 0 where it was less', async () => {
      const asked = [...s3Only, '--controls', 'aws-s3-bucket-access-logging'];
      expect((await scan(...asked, '--fail-on', 'low')).code).toBe(1);
      expect((await scan(...asked, '--fail-on', 'critical')).code).toBe(0);
    });

    it.each([
      ['an unknown option', ['scan', 'aws', '--nope'], /unknown option/],
      ['an unknown service', ['scan', 'aws', '--services', 's4'], /There is no service "s4"/],
      [
        'an unknown control',
        ['scan', 'aws', '--controls', 'aws-s3-bucket-versionin'],
        /Did you mean aws-s3-bucket-versioning/,
      ],
      ['an unknown format', ['scan', 'aws', '--format', 'pdf'], /pdf/],
      [
        'an unknown region',
        ['scan', 'aws', '--services', 's3', '--regions', 'ap-seoul-1'],
        /Unknown AWS region: ap-seoul-1/,
      ],
      ['a role that is none', ['scan', 'aws', '--role', 'admin'], /"admin" is not the ARN of a role/],
      ['params of no control', ['scan', 'aws', '--params', '/nonexistent.yaml'], /Cannot read \/nonexistent.yaml/],
      ['a recording that is not there', ['scan', 'facts', '/nonexistent'], /There is no folder of facts/],
    ])('is 2 for %s, with one sentence that says so', async (_, args, sentence) => {
      const { code, out, err } = await run(args, organization.env);
      expect(err).toMatch(sentence);
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).not.toMatch(/\n\s+at /);
    });
  });

  describe('a scan that was killed', () => {
    it('goes on where it was, and gives what an undisturbed one gives', async () => {
      const args = ['scan', 'aws', ...s3Only, '--format', 'json', '--facts'];
      const undisturbed = await run([...args, newFolder()], organization.env);
      const facts = newFolder();
      const first = start([...args, facts], organization.env);
      await written(facts, 2_000);
      first.process.kill('SIGKILL');
      expect((await first.ended).code).toBeNull();
      const state = JSON.parse(await readFile(path.join(facts, 'scan.json'), 'utf8'));
      expect(state).not.toHaveProperty('finishedAt');

      const second = await run([...args, facts], organization.env);
      expect(second.err).toMatch(/Going on with the interrupted scan .*: \d+ calls are there already/);
      expect(second.code).toBe(undisturbed.code);
      expect(ids(second.out)).toEqual(ids(undisturbed.out));
      expect(ids(second.out).length).toBeGreaterThan(BUCKETS);
    });

    it('is not begun again in a folder that holds a finished one', async () => {
      const facts = newFolder();
      await scan(...s3Only, '--controls', 'aws-s3-bucket-versioning', '--facts', facts);
      const { code, err } = await scan(...s3Only, '--facts', facts);
      expect(err).toMatch(/holds a scan that was finished at/);
      expect(code).toBe(2);
    });

    it('says on Ctrl+C how to go on', async () => {
      const facts = newFolder();
      const interrupted = start(['scan', 'aws', ...s3Only, '--facts', facts], organization.env);
      await written(facts, 1);
      interrupted.process.kill('SIGINT');
      const { code, err } = await interrupted.ended;
      expect(err).toContain(`Run the same command again with --facts ${facts}`);
      expect(code).toBe(3);
    });
  });

  describe('what goes wrong, in one sentence', () => {
    const both = async (args: string[], env: NodeJS.ProcessEnv = {}) => {
      const english = await run(args, { ...organization.env, ...env });
      const korean = await run(args, { ...organization.env, ...env, LANG: 'ko_KR.UTF-8' });
      expect(korean.code).toBe(english.code);
      expect(korean.err).toMatch(/[가-힣]{2}/);
      expect(english.err).not.toMatch(/[가-힣]/);
      expect(english.err).not.toMatch(/\n\s+at /);
      expect(english.err.trim().split('\n')).toHaveLength(1);
      return english;
    };

    it('an endpoint that nobody answers at', async () => {
      const ended = await both(['scan', 'aws'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
      expect(ended.err).toMatch(/AWS could not be entered \(Network/);
      expect(ended.code).toBe(2);
    });

    it('no credentials', async () => {
      const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
      const ended = await both(['scan', 'aws'], none);
      expect(ended.err).toMatch(/Check the credentials, profile and network/);
      expect(ended.code).toBe(2);
    });

    it('a folder for facts that cannot be written', async () => {
      const ended = await both(['scan', 'aws', ...s3Only, '--facts', '/dev/null/facts']);
      expect(ended.err).toMatch(/\/dev\/null\/facts cannot be read or written/);
      expect(ended.code).toBe(2);
    });

    it('a report that cannot be written', async () => {
      const nowhere = await both(['scan', 'aws', '--format', 'json', '--out', '/dev/null/report.json']);
      expect(nowhere.err).toMatch(/could not be written to \/dev\/null\/report.json/);
      expect(nowhere.code).toBe(2);
      const facts = newFolder();
      await scan(...s3Only, '--facts', facts, '--controls', 'aws-s3-bucket-versioning');
      const full = await both(['scan', 'facts', facts, '--format', 'json', '--out', '/dev/full']);
      expect(full.err).toMatch(/could not be written to \/dev\/full/);
      expect(full.code).toBe(2);
    });

    it('a folder without a recording', async () => {
      const facts = newFolder();
      await mkdir(facts);
      const ended = await both(['scan', 'facts', facts]);
      expect(ended.err).toMatch(/There are no facts in/);
      expect(ended.code).toBe(2);
    });

    it('a recording that is broken', async () => {
      const facts = newFolder();
      await mkdir(facts);
      await writeFile(path.join(facts, '000001.ndjson'), '{"type":"fact"');
      const ended = await both(['scan', 'facts', facts]);
      expect(ended.err).toMatch(/000001.ndjson is broken at line 1/);
      expect(ended.code).toBe(2);
    });

    it('a port that is taken', async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as { port: number };
      const data = path.join(organization.dir, 'server');
      const ended = await run(['serve', '--port', String(port), '--data', data, '--no-sample'], { DATABASE_URL: '' });
      taken.close();
      expect(ended.err).toMatch(new RegExp(`Port ${port} is in use`));
      expect(ended.code).toBe(2);
    }, 60_000);

    it.skipIf(process.getuid?.() !== 0)(
      'a disk that is full; with space again the scan goes on',
      async () => {
        const facts = newFolder();
        await mkdir(facts);
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12k', 'tmpfs', facts]);
        try {
          const args = ['scan', 'aws', ...s3Only, '--format', 'json', '--facts', facts];
          const full = await both(args);
          expect(full.err).toMatch(/The disk that holds .* is full/);
          expect(full.code).toBe(2);
          execFileSync('mount', ['-o', 'remount,size=8m', facts]);
          const freed = await run(args, organization.env);
          expect(freed.err).toMatch(/Going on with the interrupted scan/);
          expect(ids(freed.out).length).toBeGreaterThan(BUCKETS);
        } finally {
          execFileSync('umount', [facts]);
        }
      },
      120_000,
    );
  });

  // Last, because from here on moto asks everybody what they may.
  describe('a caller who may not everything', () => {
    let env: NodeJS.ProcessEnv;
    beforeAll(async () => {
      const { management, member, moto } = organization;
      const read = {
        Effect: 'Allow',
        Action: ['s3:Get*', 's3:List*', 'ec2:Describe*', 'sts:AssumeRole', 'organizations:List*'],
        Resource: '*',
      };
      const gap = { Effect: 'Deny', Action: 's3:GetBucketVersioning', Resource: '*' };
      const iam = management.client(IAMClient, 'us-east-1');
      await iam.send(new CreateUserCommand({ UserName: 'reader' }));
      const own = { PolicyName: 'read', PolicyDocument: policy(read, gap) };
      await iam.send(new PutUserPolicyCommand({ UserName: 'reader', ...own }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'reader' }));
      await member
        .client(IAMClient, 'us-east-1')
        .send(
          new PutRolePolicyCommand({ RoleName: 'OrganizationAccountAccessRole', ...own, PolicyDocument: policy(read) }),
        );
      await fetch(`${moto.endpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' });
      env = {
        ...organization.env,
        AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
      };
    });

    it('is told what is not known, and which permission is missing', async () => {
      const args = ['scan', 'aws', ...s3Only, '--controls', 'aws-s3-bucket-versioning', '--format', 'json'];
      const { code, out } = await run(args, env);
      const missing = {
        operation: 's3:GetBucketVersioning',
        code: 'AccessDenied',
        permission: 's3:GetBucketVersioning',
      };
      expect(JSON.parse(out)).toMatchObject({ findings: [], unknown: [{ ...missing, results: BUCKETS }] });
      expect(code).toBe(3);
      const table = await run([...args.slice(0, -2), '--no-color'], env);
      expect(table.out).toContain('s3:GetBucketVersioning');
    });

    it('still finds what the other facts decide', async () => {
      const args = ['scan', 'aws', ...s3Only, '--controls', 'aws-s3-bucket-policy-public', '--format', 'json'];
      const { code, out } = await run(args, env);
      expect(JSON.parse(out).findings).toMatchObject([{ assetName: 'shop-7' }]);
      expect(code).toBe(1);
    });

    it.each([
      ['en_US.UTF-8', /AWS could not be entered \(\w+: .+\)\. Check the credentials/],
      ['ko_KR.UTF-8', /AWS에 접속하지 못했습니다\(.+\)\. 자격 증명과 프로필, 네트워크를 확인하세요/],
    ])('is turned away with wrong keys (%s)', async (LANG, sentence) => {
      const { code, err } = await run(['scan', 'aws'], { ...env, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7UNKNOWN', LANG });
      expect(err).toMatch(sentence);
      expect(code).toBe(2);
    });
  });
});

/** Waits until the segments of a folder hold as many bytes. */
async function written(dir: string, bytes: number): Promise<void> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    const names = await readdir(dir).catch(() => []);
    const sizes = await Promise.all(
      names.filter((name) => name.endsWith('.zst')).map((name) => stat(path.join(dir, name))),
    );
    if (sizes.reduce((sum, { size }) => sum + size, 0) >= bytes) return;
    await sleep(10);
  }
  throw new Error(`Nothing was written to ${dir}`);
}
