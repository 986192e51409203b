import { createHash, verify, X509Certificate } from 'node:crypto';
import { ASN1Obj } from '@sigstore/core';
import { TrustError } from '../reasons.ts';
import { checkChain, checkValidity } from './chain.ts';

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
} as const;

const hashes: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

const MAX_CHAIN = 10;

/**
 * The time that a token of an authority of time (RFC 3161; CMS, RFC 5652) proves for some bytes. The authority's chain comes with the token and has to end in
 * one that is trusted.
 *
 * @throws TrustError
 */
export function timeProven(token: Buffer, stamped: Buffer, trusted: readonly X509Certificate[]): Date {
  const { info, certificates, signer } = readToken(token);
  checkImprint(info, stamped);
  const leaf = certificates.find((one) => isSigner(one, signer));
  if (leaf === undefined) throw unproven('the certificate of the authority is not in it');
  checkSignature(signer, info, leaf);
  const chain = chainFrom(leaf, [...certificates, ...trusted]);
  checkChain(chain, 'timeStamping');
  if (!chain.some((one) => trusted.some((known) => known.raw.equals(one.raw))))
    throw unproven('its authority is not trusted');
  const time = part(info, 4).toDate();
  checkValidity(chain, time);
  return time;
}

function readToken(token: Buffer): { info: ASN1Obj; certificates: X509Certificate[]; signer: ASN1Obj } {
  const root = ASN1Obj.parseBuffer(Buffer.from(token));
  if (part(root, 0).toOID() !== oids.signedData) throw unproven('no signed data');
  const signedData = part(root, 1, 0);
  const content = part(signedData, 2);
  if (part(content, 0).toOID() !== oids.timestampInfo) throw unproven('no time stamp');
  const octets = part(content, 1, 0);
  const info = octets.subs[0] ?? ASN1Obj.parseBuffer(Buffer.from(octets.value));
  const listed = signedData.subs.find(({ tag }) => tag.isContextSpecific(0))?.subs ?? [];
  const signers = signedData.subs.at(-1)?.subs ?? [];
  const [signer] = signers;
  if (signer === undefined || signers.length !== 1) throw unproven(`${signers.length} signers`);
  return { info, certificates: listed.map((one) => new X509Certificate(one.toDER())), signer };
}

function checkImprint(info: ASN1Obj, stamped: Buffer): void {
  const hash = hashes[part(info, 2, 0, 0).toOID()];
  if (hash === undefined) throw new TrustError('ALGORITHM_UNSUPPORTED', 'digest of the time stamp');
  if (
    !createHash(hash)
      .update(stamped)
      .digest()
      .equals(part(info, 2, 1).value)
  )
    throw unproven('it is for something else');
}

/** By issuer and serial number. */
function isSigner(certificate: X509Certificate, signer: ASN1Obj): boolean {
  const tbs = part(ASN1Obj.parseBuffer(Buffer.from(certificate.raw)), 0);
  const fields = tbs.subs[0]?.tag.isContextSpecific(0) === true ? tbs.subs.slice(1) : tbs.subs;
  const [issuer, serial] = part(signer, 1).subs;
  return (
    issuer !== undefined &&
    serial !== undefined &&
    fields[0]?.value.equals(serial.value) === true &&
    fields[2]?.toDER().equals(issuer.toDER()) === true
  );
}

function checkSignature(signer: ASN1Obj, info: ASN1Obj, { publicKey }: X509Certificate): void {
  const hash = hashes[part(signer, 2, 0).toOID()];
  const attributes = part(signer, 3);
  if (hash === undefined || !attributes.tag.isContextSpecific(0)) {
    throw new TrustError('ALGORITHM_UNSUPPORTED', 'signature of the time stamp');
  }
  const attribute = (oid: string) => attributes.subs.find((one) => part(one, 0).toOID() === oid);
  const type = attribute(oids.contentType);
  const digest = attribute(oids.messageDigest);
  if (type === undefined || part(type, 1, 0).toOID() !== oids.timestampInfo)
    throw unproven('its attributes are of something else');
  if (
    digest === undefined ||
    !createHash(hash)
      .update(info.toDER())
      .digest()
      .equals(part(digest, 1, 0).value)
  ) {
    throw unproven('its attributes are of another time');
  }
  // What is signed is the set of attributes, not the field that holds it (RFC 5652, 5.4).
  const signed = Buffer.from(attributes.toDER());
  signed[0] = 0x31;
  if (!verify(hash, signed, publicKey, part(signer, 5).value)) throw unproven('its signature is wrong');
}

function chainFrom(leaf: X509Certificate, known: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let last = leaf; chain.length <= MAX_CHAIN && !last.checkIssued(last); chain.push(last)) {
    const issuer = known.find((one) => last.checkIssued(one) && last.verify(one.publicKey));
    if (issuer === undefined) throw unproven('its chain of certificates has a gap');
    last = issuer;
  }
  return chain;
}

function part(from: ASN1Obj, ...path: number[]): ASN1Obj {
  let at = from;
  for (const index of path) {
    const next = at.subs[index];
    if (next === undefined) throw unproven('its structure');
    at = next;
  }
  return at;
}

function unproven(why: string): TrustError {
  return new TrustError('TIME_UNPROVEN', why);
}
