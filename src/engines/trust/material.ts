import { createHash, type KeyObject } from 'node:crypto';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { isObject, type Json, type Material } from '../../model/index.ts';
import type { Anchors } from './anchors.ts';
import { bundleOf, digestSigned } from './cosign.ts';
import { verifyNotary } from './notary.ts';
import { verifyNotation } from './notation/index.ts';
import { type Authority, fitsRegex } from './policy.ts';
import { judged, TrustError, trustErrorOf } from './reasons.ts';
import { type SigstoreSigned, verifySigstore } from './sigstore.ts';
import { isImageSignature, type Statement, statementIn } from './statement.ts';
import type { Judged } from './types.ts';

/** A material that one authority of a policy stands for. */
export interface Accepted {
  signer: string;
  /** What it says; absent: it signs the image itself. */
  statement?: Statement;
  notes: readonly Judged[];
}

/**
 * Verifies one material as one authority's. It has to be signed by it and to be about the image that it was found for.
 *
 * @throws TrustError at the first step that does not hold; nothing else
 */
export function verifyMaterial(material: Material, authority: Authority, anchors: Anchors, now: Date): Accepted {
  try {
    return verified(material, authority, anchors, now);
  } catch (error) {
    throw trustErrorOf(error);
  }
}

function verified(material: Material, authority: Authority, anchors: Anchors, now: Date): Accepted {
  switch (material.kind) {
    case 'cosign':
    case 'cosign-attestation':
    case 'sigstore':
      if (!('key' in authority || 'keyless' in authority)) break;
      return bySigstore(material, authority, anchors);
    case 'notation': {
      if (!('notation' in authority)) break;
      const { store, level, identities } = authority.notation;
      const signed = verifyNotation(material, found(anchors.notation, store), { level, identities }, now);
      checkSubject([signed.digest], material);
      return signed;
    }
    case 'notary': {
      if (!('notary' in authority)) break;
      const signed = verifyNotary(material, found(anchors.notary, authority.notary), now);
      checkSubject([signed.digest], material);
      return signed;
    }
    case 'unsigned':
      throw new TrustError('UNSIGNED', material.mediaType);
    case 'unread': {
      const codes = {
        TooLarge: 'TOO_LARGE',
        TooMany: 'TOO_LARGE',
        Malformed: 'MALFORMED',
        UnknownFormat: 'UNKNOWN_FORMAT',
      };
      throw new TrustError(codes[material.code] as 'TOO_LARGE', material.mediaType);
    }
  }
  throw new TrustError('NO_AUTHORITY', material.kind);
}

type BySigstore = Extract<Material, { kind: 'cosign' | 'cosign-attestation' | 'sigstore' }>;
type SigstoreAuthority = Extract<Authority, { key: string } | { keyless: object }>;

function bySigstore(material: BySigstore, authority: SigstoreAuthority, anchors: Anchors): Accepted {
  const { key, root } = sigstoreAnchors(authority, anchors);
  const { bundle, artifact, text } = asBundle(material, key);
  const signed = verifySigstore(
    bundle,
    { log: authority.log, ...(key !== undefined && { key }), ...(root !== undefined && { root }) },
    artifact,
    text,
  );
  const signer = identified(signed, authority);
  const notes = signed.logUnchecked ? [judged('LOG_NOT_CHECKED')] : [];
  if (signed.envelope === undefined) {
    const message = artifact ?? Buffer.alloc(0);
    checkSubject([material.kind === 'cosign' ? digestSigned(message) : digestOf(message)], material);
    return { signer, notes };
  }
  const statement = statementIn(signed.envelope);
  checkSubject(statement.subjects, material);
  return { signer, notes, ...(!isImageSignature(statement) && { statement }) };
}

function sigstoreAnchors(authority: SigstoreAuthority, anchors: Anchors): { key?: KeyObject; root?: TrustedRoot } {
  if ('keyless' in authority) return { root: found(anchors.sigstore, authority.keyless.root) };
  const key = found(anchors.keys, authority.key);
  return authority.root === undefined ? { key } : { key, root: found(anchors.sigstore, authority.root) };
}

function asBundle(
  material: BySigstore,
  key: KeyObject | undefined,
): { bundle: Json; artifact?: Buffer; text?: Buffer } {
  if (material.kind === 'sigstore') {
    const { bundle, artifact } = material;
    return artifact === undefined ? { bundle } : { bundle, artifact: Buffer.from(artifact, 'base64') };
  }
  const bundle = bundleOf(material, key);
  return material.kind === 'cosign'
    ? { bundle, artifact: Buffer.from(material.payload, 'base64') }
    : { bundle, text: Buffer.from(material.envelope, 'base64') };
}

/** The signer's name, where the policy names it. */
function identified({ signer }: SigstoreSigned, authority: SigstoreAuthority): string {
  if (signer.kind === 'key') return signer.name;
  const { issuer, subject } = signer;
  const name = `${subject} (${issuer})`;
  const asked = 'keyless' in authority ? authority.keyless : undefined;
  const fits = (value: string, exact: string | undefined, pattern: string | undefined) =>
    value !== '' && (exact === undefined ? pattern !== undefined && fitsRegex(value, pattern) : value === exact);
  if (
    asked === undefined ||
    !fits(issuer, asked.issuer, asked.issuerPattern) ||
    !fits(subject, asked.subject, asked.subjectPattern)
  ) {
    throw new TrustError('IDENTITY_OTHER', name);
  }
  return name;
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function checkSubject(digests: readonly string[], { subject }: Material): void {
  if (!digests.includes(subject)) throw new TrustError('OTHER_SUBJECT', digests[0] ?? '');
}

function found<T>(anchors: ReadonlyMap<string, T>, name: string): T {
  const anchor = anchors.get(name);
  if (anchor === undefined) throw new TrustError('CERTIFICATE_UNTRUSTED', `no anchor ${name}`);
  return anchor;
}

/** Materials are facts, which may come from anywhere: whatever is none is told as malformed. */
export function asMaterial(fact: Json): Material {
  if (isObject(fact) && typeof fact.subject === 'string' && typeof fact.source === 'string') {
    const fields = texts[String(fact.kind)];
    if (fields?.every((field) => typeof fact[field] === 'string') === true) return fact as unknown as Material;
  }
  return { kind: 'unread', subject: '', source: '', code: 'Malformed', mediaType: '' };
}

/** Fields of each kind that have to be texts. */
const texts: Readonly<Record<string, readonly string[]>> = {
  cosign: ['payload', 'signature'],
  'cosign-attestation': ['envelope'],
  sigstore: [],
  notation: ['mediaType', 'envelope'],
  notary: ['repository', 'tag'],
  unsigned: ['mediaType'],
  unread: ['code', 'mediaType'],
};
