import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosignSignature, type KeyPair, keyPair } from '../engines/trust/trust.fixture.ts';
import { listIn, putBlob, putImage, putJson } from '../sources/image/image.fixture.ts';
import { type JudgedImage, judgeImage } from './judge-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'image-trust-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const release = keyPair();
const stranger = keyPair();

/** A layout of an image that somebody signed as cosign does. */
function signedBy(name: string, signer: KeyPair | undefined): void {
  const { platform: _, ...image } = putImage(at(name), { layers: [[{ name: 'etc/motd', content: 'x' }]] });
  const named = (descriptor: object, tag: string) => ({
    ...descriptor,
    annotations: { 'org.opencontainers.image.ref.name': tag },
  });
  const listed = [named(image, '1.4')];
  if (signer !== undefined) {
    const { payload, signature } = cosignSignature(signer, image.digest);
    const bytes = Buffer.from(payload, 'base64');
    const layer = {
      ...putBlob(at(name), bytes, 'application/vnd.dev.cosign.simplesigning.v1+json'),
      annotations: { 'dev.cosignproject.cosign/signature': signature },
    };
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = putJson(at(name), { schemaVersion: 2, mediaType, config: layer, layers: [layer] }, mediaType);
    listed.push(named(manifest, `${image.digest.replace(':', '-')}.sig`));
  }
  listIn(at(name), listed);
}

beforeAll(() => {
  signedBy('signed', release);
  signedBy('foreign', stranger);
  signedBy('unsigned', undefined);
  writeFileSync(at('release.pub'), release.pem);
  const policy = {
    anchors: { keys: { release: { file: 'release.pub' } } },
    rules: [{ images: ['local'], signatures: [{ by: [{ key: 'release' }] }] }],
  };
  writeFileSync(at('trust.yaml'), JSON.stringify(policy));
});

async function judged(name: string, trust = true): Promise<JudgedImage> {
  const flags = { cache: false, connection: 'cli', ...(trust && { trust: at('trust.yaml') }) };
  const image = await judgeImage(`oci:${at(name)}:1.4`, flags, 'en');
  if (image === undefined) throw new Error('interrupted');
  return image;
}

const failed = ({ report }: JudgedImage) =>
  report.findings.map(({ control }) => control).filter((id) => id.includes('sign'));

describe('an image that is judged by a trust policy', () => {
  it('is trusted where the one whom the policy names signed it', async () => {
    const image = await judged('signed');
    expect(image.report.trust).toMatchObject([
      { asset: image.image.digest, verdict: 'trusted', reasons: [{ status: 'valid' }] },
    ]);
    expect(failed(image)).toEqual([]);
  });

  it('fails where somebody else signed it, or nobody', async () => {
    expect(failed(await judged('foreign'))).toEqual(['oci-image-signature']);
    expect(failed(await judged('unsigned'))).toEqual(['oci-image-signature', 'oci-image-signed']);
  });

  it('is judged by a policy whose hash changes with a key that it names', async () => {
    const before = (await judged('signed')).trustPolicy;
    expect((await judged('foreign')).trustPolicy).toBe(before);
    writeFileSync(at('release.pub'), stranger.pem);
    const after = (await judged('signed')).trustPolicy;
    writeFileSync(at('release.pub'), release.pem);
    expect(after).not.toBe(before);
  });

  it('is asked for no signatures without a policy, and nothing says that it is trusted', async () => {
    const { report } = await judged('unsigned', false);
    expect(report.trust).toBeUndefined();
    expect(failed({ report } as JudgedImage)).toEqual([]);
    expect(report.unknown.map(({ operation }) => operation)).not.toContain('oci:ListSignatures');
  });

  it('is undecided where nothing can lie beside it', async () => {
    const flags = { cache: false, connection: 'cli', trust: at('trust.yaml') };
    const image = await judgeImage(at('.'), flags, 'en').catch((error: Error) => error);
    if (image instanceof Error || image === undefined) throw new Error(String(image));
    expect(image.report.trust?.[0]).toMatchObject({ verdict: 'undecided', signatures: { code: 'NOT_COLLECTED' } });
    expect(image.report.unknown).toContainEqual(expect.objectContaining({ operation: 'oci:ListSignatures' }));
    expect(image.report.incomplete).toBe(true);
  });
});
