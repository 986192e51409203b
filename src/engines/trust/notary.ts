import { constants, createHash, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { canonicalJson, isObject, type Json, type JsonObject } from '../../model/index.ts';
import { certificatesIn, keyName, publicKeyIn } from './keys.ts';
import { TrustError } from './reasons.ts';
import { jsonIn } from './statement.ts';
import type { Judged } from './types.ts';

/** One signed file of TUF (https://theupdateframework.github.io/specification/v1.0.19/, as Notary v1 writes it). */
interface Signed {
  role: string;
  bytes: Buffer;
  signed: JsonObject;
  signatures: readonly JsonObject[];
}

interface Key {
  key: KeyObject;
  certificate?: X509Certificate;
}

interface Role {
  keys: readonly Key[];
  threshold: number;
}

/** Docker writes releases there where somebody delegated them, and looks there first. */
const RELEASES = 'targets/releases';
const MAX_KEYS = 1000;

/**
 * Verifies what Docker Content Trust (Notary v1) says of a tag: the chain from the root that is known down to the digest of the tag, each file signed by enough of the
 * keys that the one above it names, none of them over its time.
 *
 * @param known `root.json` as it was when it was first trusted, or keys or certificates (PEM) of the root
 * @throws TrustError at the first step that does not hold
 */
export function verifyNotary(
  material: { repository: string; tag: string; files: Record<string, string> },
  known: string,
  now: Date,
): { signer: string; digest: string; notes: Judged[] } {
  const root = readFile(material.files, 'root');
  checkRoot(root, known, material.repository, now);
  const timestamp = checked(readFile(material.files, 'timestamp'), roleIn(root, 'timestamp'), now);
  const snapshot = checked(readFile(material.files, 'snapshot'), roleIn(root, 'snapshot'), now);
  checkListed(timestamp, snapshot);
  checkListed(snapshot, root);
  const targets = checked(readFile(material.files, 'targets'), roleIn(root, 'targets'), now);
  checkListed(snapshot, targets);
  const released = releasesOf(targets, material, snapshot, now);
  const digest = digestIn(released, material.tag) ?? digestIn(targets, material.tag);
  if (digest === undefined) throw new TrustError('TAG_UNKNOWN', material.tag);
  const [first] = roleIn(root, 'root').keys;
  return { signer: first === undefined ? '' : keyName(first.key), digest, notes: [] };
}

function readFile(files: Record<string, string>, role: string): Signed {
  const text = isObject(files as Json) && Object.hasOwn(files, role) ? files[role] : undefined;
  if (typeof text !== 'string') throw new TrustError('MALFORMED', `${role}.json is not there`);
  return signedIn(Buffer.from(text, 'base64'), role);
}

function signedIn(bytes: Buffer, role: string): Signed {
  const json = jsonIn(bytes);
  if (!isObject(json) || !isObject(json.signed) || !Array.isArray(json.signatures)) throw malformed(role);
  const type = role.startsWith('targets') ? 'targets' : role;
  if (String(json.signed._type).toLowerCase() !== type) throw malformed(`${role}: its type`);
  return { role, bytes, signed: json.signed, signatures: json.signatures.filter(isObject).slice(0, MAX_KEYS) };
}

/** The root has to be signed by what is known of it, and by enough of the keys that it names itself. A certificate in it is for one repository alone. */
function checkRoot(root: Signed, known: string, repository: string, now: Date): void {
  const own = roleIn(root, 'root');
  checked(root, own, now);
  const before = known.trimStart().startsWith('{')
    ? roleIn(signedIn(Buffer.from(known), 'root'), 'root')
    : { keys: knownKeys(known), threshold: 1 };
  if (signersOf(root, before.keys).length < before.threshold) {
    throw new TrustError('CERTIFICATE_UNTRUSTED', 'the root is not signed by the known one');
  }
  for (const { certificate } of own.keys) {
    if (certificate === undefined) continue;
    const name = /^CN=(.*)$/m.exec(certificate.subject ?? '')?.[1];
    if (name !== repository) throw new TrustError('IDENTITY_OTHER', `CN=${name ?? ''}`);
    if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) {
      throw new TrustError('CERTIFICATE_EXPIRED', certificate.validTo);
    }
  }
}

function knownKeys(pem: string): Key[] {
  const certificates = certificatesIn(pem);
  return certificates.length > 0
    ? certificates.map((certificate) => ({ key: certificate.publicKey, certificate }))
    : [{ key: publicKeyIn(pem) }];
}

/** The same file, once enough of the role's keys signed it and its time is not over. */
function checked(file: Signed, role: Role, now: Date): Signed {
  const signers = signersOf(file, role.keys).length;
  if (signers < role.threshold) throw new TrustError('THRESHOLD', `${file.role}: ${signers} of ${role.threshold}`);
  const until = new Date(typeof file.signed.expires === 'string' ? file.signed.expires : Number.NaN);
  if (Number.isNaN(until.getTime())) throw malformed(`${file.role}: when it expires`);
  if (until <= now) throw new TrustError('EXPIRED', `${until.toISOString()} (${file.role})`);
  return file;
}

/** Keys that signed a file, each once however many names it has. */
function signersOf({ signed, signatures }: Signed, keys: readonly Key[]): Key[] {
  const message = Buffer.from(canonicalJson(signed));
  const distinct = new Map(keys.map((one) => [keyDer(one.key), one]));
  return [...distinct.values()].filter(({ key }) =>
    signatures.some((signature) => isSignedBy(message, signature, key)),
  );
}

function isSignedBy(message: Buffer, { method, sig }: JsonObject, key: KeyObject): boolean {
  if (typeof sig !== 'string') return false;
  const signature = Buffer.from(sig, 'base64');
  const type = key.asymmetricKeyType;
  switch (method) {
    case 'ecdsa':
      return type === 'ec' && verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
    case 'rsapss': {
      const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
      return type === 'rsa' && verify('sha256', message, { key, ...pss }, signature);
    }
    case 'rsapkcs1v15':
      return type === 'rsa' && verify('sha256', message, key, signature);
    case 'eddsa':
      return type === 'ed25519' && verify(null, message, key, signature);
    default:
      return false;
  }
}

function roleIn({ signed, role: file }: Signed, name: string): Role {
  const role = isObject(signed.roles) ? signed.roles[name] : undefined;
  if (!isObject(role)) throw malformed(`${file}: role ${name}`);
  return roleOf(role, signed.keys, file);
}

function roleOf({ keyids, threshold }: JsonObject, keys: Json | undefined, file: string): Role {
  if (!Array.isArray(keyids) || typeof threshold !== 'number' || !(threshold >= 1)) throw malformed(`${file}: a role`);
  const known = isObject(keys) ? keys : {};
  const ids = [...new Set(keyids.map(String))].filter((id) => Object.hasOwn(known, id)).slice(0, MAX_KEYS);
  return { keys: ids.map((id) => keyIn(known[id])), threshold };
}

/** Keys are DER, certificates PEM, both in base64; of Ed25519 the 32 bytes alone. */
function keyIn(json: Json | undefined): Key {
  const told = isObject(json) && isObject(json.keyval) ? json.keyval.public : undefined;
  if (!isObject(json) || typeof told !== 'string') throw malformed('a key');
  const bytes = Buffer.from(told, 'base64');
  switch (json.keytype) {
    case 'ecdsa-x509':
    case 'rsa-x509': {
      const certificate = new X509Certificate(bytes);
      return { key: certificate.publicKey, certificate };
    }
    case 'ecdsa':
    case 'rsa':
      return { key: createPublicKey({ key: bytes, format: 'der', type: 'spki' }) };
    case 'ed25519':
      return {
        key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' }),
      };
    default:
      throw new TrustError('ALGORITHM_UNSUPPORTED', String(json.keytype));
  }
}

/** A file has to be the one whose digest the file above it lists. */
function checkListed({ signed, role: above }: Signed, { role, bytes }: Signed): void {
  const meta = isObject(signed.meta) && Object.hasOwn(signed.meta, role) ? signed.meta[role] : undefined;
  const listed = isObject(meta) && isObject(meta.hashes) ? meta.hashes : {};
  const hashes = Object.entries(listed).filter(([name]) => name === 'sha256' || name === 'sha512');
  const fits = ([name, value]: [string, Json | undefined]) => createHash(name).update(bytes).digest('base64') === value;
  if (hashes.length === 0 || !hashes.every(fits))
    throw new TrustError('SIGNATURE_WRONG', `${above} lists another ${role}`);
}

/** The delegated role of releases; undefined where there is none for this tag. */
function releasesOf(
  targets: Signed,
  { tag, files }: { tag: string; files: Record<string, string> },
  snapshot: Signed,
  now: Date,
): Signed | undefined {
  const delegations = isObject(targets.signed.delegations) ? targets.signed.delegations : {};
  const roles = Array.isArray(delegations.roles) ? delegations.roles.filter(isObject) : [];
  const role = roles.find(({ name }) => name === RELEASES);
  const paths = Array.isArray(role?.paths) ? role.paths : [];
  if (role === undefined || !paths.some((path) => typeof path === 'string' && tag.startsWith(path))) return undefined;
  // Delegated and never signed: nobody released anything.
  if (isObject(snapshot.signed.meta) && !Object.hasOwn(snapshot.signed.meta, RELEASES)) return undefined;
  const file = checked(readFile(files, RELEASES), roleOf(role, delegations.keys, targets.role), now);
  checkListed(snapshot, file);
  return file;
}

function digestIn(file: Signed | undefined, tag: string): string | undefined {
  const targets = isObject(file?.signed.targets) ? file.signed.targets : {};
  const target = Object.hasOwn(targets, tag) ? targets[tag] : undefined;
  const hash = isObject(target) && isObject(target.hashes) ? target.hashes.sha256 : undefined;
  return typeof hash === 'string' ? `sha256:${Buffer.from(hash, 'base64').toString('hex')}` : undefined;
}

function keyDer(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

function malformed(detail: string): TrustError {
  return new TrustError('MALFORMED', detail);
}
