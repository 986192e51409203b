import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { CBORTag, encodeCBOR } from '@levischuck/tiny-cbor';
import { canonicalJson, type Json, type Material } from '../../model/index.ts';
import { type Anchors, anchorsOf } from './anchors.ts';
import { type TrustPolicy, trustPolicySchema } from './policy.ts';

export const digest = `sha256:${'a1'.repeat(32)}`;
export const subject = { registry: 'registry.example', repository: 'team/app', digest };
export const now = new Date('2026-11-29T00:00:00Z');

export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
  pem: string;
}

export function keyPair(type: 'ec' | 'ed25519' | 'rsa' = 'ec'): KeyPair {
  const pair =
    type === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : type === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519');
  return { ...pair, pem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

/** A policy with its anchors, as its file would say it. */
export function policyOf(policy: object): { policy: TrustPolicy; anchors: Anchors } {
  const read = trustPolicySchema.parse(policy);
  return { policy: read, anchors: anchorsOf(read, () => '') };
}

const at = { subject: digest, source: `sha256:${'b2'.repeat(32)}` };

/** What `cosign sign --key` leaves. */
export function cosignSignature({ privateKey }: KeyPair, signed = digest): Material & { kind: 'cosign' } {
  const critical = {
    identity: { 'docker-reference': 'registry.example/team/app' },
    image: { 'docker-manifest-digest': signed },
    type: 'cosign container image signature',
  };
  const payload = Buffer.from(JSON.stringify({ critical, optional: null }));
  const hash = privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const signature = sign(hash, payload, privateKey).toString('base64');
  return { kind: 'cosign', ...at, payload: payload.toString('base64'), signature };
}

/** What `cosign attest --key` leaves. */
export function attestation(
  { privateKey }: KeyPair,
  predicateType: string,
  predicate: Json,
  signed = digest,
): Material & { kind: 'cosign-attestation' } {
  const [algorithm = '', hex = ''] = signed.split(':');
  const payloadType = 'application/vnd.in-toto+json';
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType,
      subject: [{ name: 'registry.example/team/app', digest: { [algorithm]: hex } }],
      predicate,
    }),
  );
  const message = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  const sig = sign('sha256', message, privateKey).toString('base64');
  const envelope = { payloadType, payload: payload.toString('base64'), signatures: [{ keyid: '', sig }] };
  return { kind: 'cosign-attestation', ...at, envelope: Buffer.from(JSON.stringify(envelope)).toString('base64') };
}

const scheme = 'io.cncf.notary.signingScheme';
const expiry = 'io.cncf.notary.expiry';

export interface NotationSigner {
  privateKey: KeyObject;
  /** PEM, from the leaf to the root. */
  chain: readonly string[];
}

interface NotationWishes {
  signed?: string;
  expires?: string;
  more?: Record<string, string>;
  critical?: string[];
  /** The certificates in the envelope, in place of the signer's. */
  chain?: readonly string[];
}

/** A signature of the Notary Project in JWS. */
export function notationJws(signer: NotationSigner, wishes: NotationWishes = {}): Material & { kind: 'notation' } {
  const { signed = digest, expires, more = {}, critical = [], chain = signer.chain } = wishes;
  const head = {
    alg: 'ES256',
    cty: 'application/vnd.cncf.notary.payload.v1+json',
    crit: [scheme, ...(expires === undefined ? [] : [expiry]), ...critical],
    [scheme]: 'notary.x509',
    'io.cncf.notary.signingTime': '2026-11-28T00:00:00Z',
    ...(expires !== undefined && { [expiry]: expires }),
    ...more,
  };
  const words = [head, payloadOf(signed)].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'));
  const signature = sign('sha256', Buffer.from(words.join('.')), {
    key: signer.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  const envelope = {
    payload: words[1],
    protected: words[0],
    header: { x5c: chain.map((one) => der(one).toString('base64')) },
    signature: signature.toString('base64url'),
  };
  const bytes = Buffer.from(JSON.stringify(envelope)).toString('base64');
  return { kind: 'notation', ...at, mediaType: 'application/jose+json', envelope: bytes };
}

/** The same in COSE. */
export function notationCose(signer: NotationSigner, wishes: NotationWishes = {}): Material & { kind: 'notation' } {
  const { signed = digest, expires, chain = signer.chain } = wishes;
  const head = new Map<string | number, never>([
    [1, -7],
    [2, [scheme, ...(expires === undefined ? [] : [expiry])]],
    [3, 'application/vnd.cncf.notary.payload.v1+json'],
    [scheme, 'notary.x509'],
    ...(expires === undefined ? [] : [[expiry, new CBORTag(1, Date.parse(expires) / 1000)]]),
  ] as [string | number, never][]);
  const protectedBytes = encodeCBOR(head);
  const payload = Uint8Array.from(Buffer.from(JSON.stringify(payloadOf(signed))));
  const message = encodeCBOR(['Signature1', protectedBytes, new Uint8Array(), payload]);
  const signature = sign('sha256', message, { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
  const rest = new Map([[33, chain.map((one) => Uint8Array.from(der(one)))]]);
  const bytes = encodeCBOR(new CBORTag(18, [protectedBytes, rest, payload, Uint8Array.from(signature)]));
  const envelope = Buffer.from(bytes).toString('base64');
  return { kind: 'notation', ...at, mediaType: 'application/cose', envelope };
}

function payloadOf(signed: string) {
  return {
    targetArtifact: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: signed, size: 1234 },
  };
}

function der(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
}

/** Keys of the roles of Docker Content Trust. */
export interface NotaryKeys {
  root: KeyPair;
  targets: KeyPair;
  snapshot: KeyPair;
  timestamp: KeyPair;
  releases: KeyPair;
}

interface NotaryWishes {
  signed?: string;
  expires?: Partial<Record<string, string>>;
  /** Who signs a role in place of its key. */
  signers?: Partial<Record<string, readonly KeyPair[]>>;
  threshold?: number;
  /** The tag is in the delegated role. */
  released?: boolean;
}

/** What a server of Docker Content Trust has of one repository. */
export function notaryFiles(keys: NotaryKeys, wishes: NotaryWishes = {}): Material & { kind: 'notary' } {
  const { signed = digest, threshold = 1, released = false } = wishes;
  const keyJson = ({ publicKey }: KeyPair) => ({
    keytype: 'ecdsa',
    keyval: { private: null, public: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') },
  });
  const idOf = (pair: KeyPair) =>
    createHash('sha256')
      .update(canonicalJson(keyJson(pair)))
      .digest('hex');
  const fileOf = (name: string, type: string, body: object, own: KeyPair) => {
    const content = JSON.parse(
      JSON.stringify({ _type: type, expires: wishes.expires?.[name] ?? '2027-11-29T00:00:00Z', version: 1, ...body }),
    ) as Json;
    const message = Buffer.from(canonicalJson(content));
    const signatures = (wishes.signers?.[name] ?? [own]).map((pair) => ({
      keyid: idOf(pair),
      method: 'ecdsa',
      sig: sign('sha256', message, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64'),
    }));
    return Buffer.from(JSON.stringify({ signed: content, signatures }));
  };
  const hashes = (bytes: Buffer) => ({
    hashes: { sha256: createHash('sha256').update(bytes).digest('base64') },
    length: bytes.length,
  });
  const role = (pair: KeyPair, least = 1) => ({ keyids: [idOf(pair)], threshold: least });
  const {
    root: rootKey,
    targets: targetsKey,
    snapshot: snapshotKey,
    timestamp: timestampKey,
    releases: releasesKey,
  } = keys;
  const list = { '1.4': { hashes: { sha256: Buffer.from(signed.slice(7), 'hex').toString('base64') }, length: 1234 } };
  const root = fileOf(
    'root',
    'Root',
    {
      keys: Object.fromEntries(
        [rootKey, targetsKey, snapshotKey, timestampKey].map((pair) => [idOf(pair), keyJson(pair)]),
      ),
      roles: {
        root: role(rootKey),
        targets: role(targetsKey, threshold),
        snapshot: role(snapshotKey),
        timestamp: role(timestampKey),
      },
    },
    rootKey,
  );
  const delegations = {
    keys: { [idOf(releasesKey)]: keyJson(releasesKey) },
    roles: [{ name: 'targets/releases', paths: [''], ...role(releasesKey) }],
  };
  const targets = fileOf('targets', 'Targets', { targets: released ? {} : list, delegations }, targetsKey);
  const releases = fileOf('targets/releases', 'Targets', { targets: list }, releasesKey);
  const meta = {
    root: hashes(root),
    targets: hashes(targets),
    ...(released && { 'targets/releases': hashes(releases) }),
  };
  const snapshot = fileOf('snapshot', 'Snapshot', { meta }, snapshotKey);
  const timestamp = fileOf('timestamp', 'Timestamp', { meta: { snapshot: hashes(snapshot) } }, timestampKey);
  const files = { root, targets, snapshot, timestamp, ...(released && { 'targets/releases': releases }) };
  return {
    kind: 'notary',
    ...at,
    repository: 'registry.example/team/app',
    tag: '1.4',
    files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64')])),
  };
}
