import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CreateRepositoryCommand, ECRClient, PutImageCommand, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyPair } from '../../src/engines/trust/trust.fixture.ts';
import { layoutOf } from '../../src/sources/image/image.fixture.ts';
import { type Running, startRegistry } from '../../src/sources/image/registry.fixture.ts';
import { type Moto, motoServer, startMoto } from '../moto.ts';
import { run } from './command.ts';

interface Said {
  findings: { rule: { id: string }; assetName: string; evidence: Record<string, unknown> }[];
  unknown: { operation: string; code: string }[];
}

const said = (out: string) => JSON.parse(out) as Said;
const failed = ({ findings }: Said, name: string) =>
  findings.flatMap((one) => (one.assetName === name ? [one.rule.id] : [])).sort();

let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);
const env = () => ({ PATH: process.env.PATH, HOME: at('home'), HWASEONG_ADVISORIES: at('none') });
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'registries-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a registry of the software Distribution', () => {
  let registry: Running;
  async function push(tag: string, content: string): Promise<void> {
    layoutOf(at(content), { layers: [[{ name: 'etc/a', content }]] });
    const words = ['--insecure-policy', 'copy', '--dest-tls-verify=false', `oci:${at(content)}:latest`];
    await promisify(execFile)('skopeo', [...words, `docker://${registry.host}/team/app:${tag}`], { timeout: 30_000 });
  }
  beforeAll(async () => {
    registry = await startRegistry(at('registry'));
    await push('1.0.0', 'one');
    await push('latest', 'one');
  });
  afterAll(() => registry?.stop());

  it('is judged, images and all, and its facts are judged the same again', async () => {
    const facts = at('facts');
    const { code, out } = await run(
      ['scan', 'registry', registry.host, '--images', '--facts', facts, '-f', 'json'],
      env(),
    );
    expect(code).toBe(1);
    const report = said(out);
    expect(failed(report, registry.host)).toEqual([
      'registry-anonymous-catalog',
      'registry-authentication',
      'registry-plain-http',
    ]);
    expect(failed(report, `${registry.host}/team/app`)).toEqual(['registry-anonymous-pull', 'registry-signed-images']);
    expect(report.findings.some(({ rule }) => rule.id === 'oci-image-non-root-user')).toBe(true);
    expect(report.unknown).toContainEqual(
      expect.objectContaining({ operation: 'registry:ListGrants', code: 'NotTold' }),
    );

    const again = said((await run(['scan', 'facts', facts, '-f', 'json'], env())).out);
    expect(failed(again, registry.host)).toEqual(failed(report, registry.host));
  });

  it('tells which of its images nobody signed whom the policy names, and of what was recorded too', async () => {
    const policy = {
      anchors: { keys: { release: { text: keyPair().pem } } },
      rules: [{ images: ['*'], signatures: [{ by: [{ key: 'release' }] }] }],
    };
    writeFileSync(at('trust.yaml'), JSON.stringify(policy));
    const unsigned = (out: string) => said(out).findings.some(({ rule }) => rule.id === 'oci-image-signature');
    const words = ['scan', 'registry', registry.host, '--images', '--newest', '1', '-f', 'json'];
    const trusting = ['--trust', at('trust.yaml')];
    expect(unsigned((await run([...words, ...trusting, '--facts', at('trusted')], env())).out)).toBe(true);
    expect(unsigned((await run(['scan', 'facts', at('trusted'), ...trusting, '-f', 'json'], env())).out)).toBe(true);
    expect(unsigned((await run(['scan', 'facts', at('trusted'), '-f', 'json'], env())).out)).toBe(false);
  });

  it('is compared with what was seen before', async () => {
    await push('1.0.0', 'other');
    const { out } = await run(
      ['scan', 'registry', registry.host, '--earlier', at('facts'), '--controls', 'registry-moved-tags', '-f', 'json'],
      env(),
    );
    expect(said(out).findings).toMatchObject([{ evidence: { moved: [{ tag: '1.0.0' }] } }]);
  });

  it.each([
    ['an address that is none', ['registry'], /is neither a file or folder/],
    ['a type that is none', ['127.0.0.1:1', '--type', 'quay'], /quay/],
    ['a registry that is not there', ['127.0.0.1:1'], /cannot be reached/],
    ['a number that is none', ['127.0.0.1:1', '--keep', 'all'], /no whole number/],
  ])('is refused with 2 for %s', async (_name, args, complaint) => {
    const { code, err } = await run(['scan', 'registry', ...args], env());
    expect(err).toMatch(complaint);
    expect(code).toBe(2);
  });
});

describe.skipIf(!motoServer)('a registry of Amazon ECR', () => {
  const host = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  let moto: Moto;
  const aws = () => ({
    ...env(),
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  });

  beforeAll(async () => {
    moto = await startMoto();
    const client = new ECRClient({
      region: 'us-east-1',
      endpoint: moto.endpoint,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' },
    });
    await client.send(new CreateRepositoryCommand({ repositoryName: 'team/app' }));
    await client.send(
      new CreateRepositoryCommand({
        repositoryName: 'team/kept',
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
      }),
    );
    for (const letter of ['a', 'b', 'c']) {
      const digest = `sha256:${letter.repeat(64)}`;
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
          imageTag: `1.0.${letter === 'a' ? 1 : letter === 'b' ? 2 : 3}`,
        }),
      );
    }
    const everybody = { Effect: 'Allow', Principal: '*', Action: ['ecr:PutImage', 'ecr:BatchGetImage'] };
    const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [everybody] });
    await client.send(new SetRepositoryPolicyCommand({ repositoryName: 'team/app', policyText }));
    client.destroy();
  }, 60_000);
  afterAll(() => moto?.stop());

  it('is judged by its settings, and policies are proposed with what they would remove', async () => {
    const principals = ['--pipeline', role('ci'), '--runtime', role('nodes'), '--break-glass', role('break-glass')];
    const { out } = await run(
      ['scan', 'registry', host, '-f', 'json', '--keep', '2', '--policy-out', at('policies'), ...principals],
      aws(),
    );
    const report = said(out);
    expect(failed(report, `${host}/team/app`)).toEqual([
      'registry-external-push',
      'registry-immutable-tags',
      'registry-push-rights',
      'registry-retention',
      'registry-scan-on-push',
      'registry-signed-images',
    ]);
    expect(failed(report, `${host}/team/kept`)).toEqual(['registry-retention']);
    const folders = readdirSync(at('policies')).sort();
    expect(folders).toEqual(['apply.sh', 'team%2Fapp', 'team%2Fkept']);
    const removes = JSON.parse(readFileSync(at('policies', 'team%2Fapp', 'would-remove.json'), 'utf8'));
    expect(removes).toMatchObject([{ tags: [expect.stringMatching(/^1\.0\.[123]$/)], rule: 2 }]);
    const policy = readFileSync(at('policies', 'team%2Fapp', 'repository-policy.json'), 'utf8');
    expect(JSON.parse(policy).Statement).toHaveLength(5);
    await promisify(execFile)('sh', ['-n', at('policies', 'apply.sh')]);
  }, 60_000);

  it('needs somebody who is not locked out', async () => {
    const { code, err } = await run(['scan', 'registry', host, '--pipeline', role('ci')], aws());
    expect(err).toMatch(/--break-glass/);
    expect(code).toBe(2);
  });
});
