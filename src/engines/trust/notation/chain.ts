import type { X509Certificate } from 'node:crypto';
import { X509Certificate as Asn1Certificate } from '@sigstore/core';
import { TrustError } from '../reasons.ts';

/** Extended uses of a key (RFC 5280, 4.2.1.12). */
const uses = {
  any: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

const CRL_DISTRIBUTION_POINTS = '2.5.29.31';

/**
 * Checks that each certificate was issued by the next and the last by itself, that all but the first are authorities, and that the keys are strong enough
 * (https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#certificate-requirements).
 *
 * @throws TrustError
 */
export function checkChain(chain: readonly X509Certificate[], purpose: 'codeSigning' | 'timeStamping'): void {
  const [leaf, ...authorities] = chain;
  if (leaf === undefined) throw new TrustError('MALFORMED', 'no certificate');
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1] ?? certificate;
    // By name and signature alone: whether it may issue is asked below, and one that signed itself need not.
    if (certificate.issuer !== issuer.subject || !certificate.verify(issuer.publicKey)) {
      throw new TrustError('CERTIFICATE_UNTRUSTED', `${nameOf(certificate)} was not issued by ${nameOf(issuer)}`);
    }
    checkStrength(certificate);
  }
  for (const [below, authority] of authorities.entries()) checkAuthority(authority, below);
  checkLeaf(leaf, purpose);
}

/** @throws TrustError where one was not valid at a time */
export function checkValidity(chain: readonly X509Certificate[], at: Date): void {
  for (const certificate of chain) {
    if (at < new Date(certificate.validFrom) || at > new Date(certificate.validTo)) {
      throw new TrustError('CERTIFICATE_EXPIRED', `${nameOf(certificate)}, ${at.toISOString()}`);
    }
  }
}

function checkAuthority(certificate: X509Certificate, below: number): void {
  const { isCA, extBasicConstraints } = parsed(certificate);
  const most = extBasicConstraints?.pathLenConstraint;
  if (!isCA || !certificate.ca) throw unfit(certificate, 'no authority');
  if (most !== undefined && most < below) throw unfit(certificate, `more than ${most} authorities below it`);
}

function checkLeaf(certificate: X509Certificate, purpose: 'codeSigning' | 'timeStamping'): void {
  const extended = certificate.keyUsage as string[] | undefined;
  if (certificate.ca) throw unfit(certificate, 'it is that of an authority');
  if (parsed(certificate).extKeyUsage?.digitalSignature !== true)
    throw unfit(certificate, 'not for digital signatures');
  // Where nothing is said, signing code is allowed; stamping time has to be said.
  if (extended === undefined) {
    if (purpose === 'timeStamping') throw unfit(certificate, 'not for time stamps');
    return;
  }
  const others = Object.values(uses).filter((use) => use !== uses[purpose]);
  if (!extended.includes(uses[purpose]) || others.some((use) => extended.includes(use))) {
    throw unfit(certificate, `not for ${purpose} alone`);
  }
}

function checkStrength(certificate: X509Certificate): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const strong =
    (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) ||
    (type === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(details?.namedCurve ?? ''));
  if (!strong) throw unfit(certificate, `its key: ${type} ${details?.modulusLength ?? details?.namedCurve ?? ''}`);
}

/** Whether anybody would tell that one of these was revoked: by a list or by OCSP. That of the root is not asked. */
export function isRevocable(chain: readonly X509Certificate[]): boolean {
  return chain
    .slice(0, -1)
    .some((one) => /OCSP/.test(one.infoAccess ?? '') || parsed(one).extension(CRL_DISTRIBUTION_POINTS) !== undefined);
}

/** `CN=release, O=Example`: a subject on one line. */
export function nameOf({ subject }: X509Certificate): string {
  return (subject ?? '').split('\n').join(', ');
}

/**
 * Whether a certificate is that of an identity of a policy: `*`, or `x509.subject:` with attributes that all have to be the subject's. One that a subject has
 * twice fits nothing.
 */
export function fitsIdentity({ subject }: X509Certificate, identity: string): boolean {
  if (identity === '*') return true;
  const asked = /^x509\.subject:\s*(.+)$/s.exec(identity)?.[1];
  if (asked === undefined) return false;
  const attributes = attributesOf((subject ?? '').split(/\n| \+ /));
  const wanted = attributesOf(asked.split(/(?<!\\),\s*/));
  return (
    wanted.length > 0 &&
    wanted.every(([name, value]) => {
      const own = attributes.filter(([one]) => one === name);
      return own.length === 1 && own[0]?.[1] === value;
    })
  );
}

function attributesOf(parts: readonly string[]): [string, string][] {
  return parts.map((part) => {
    const [name = '', ...value] = part.split('=');
    const aliases: Readonly<Record<string, string>> = { S: 'ST' };
    const short = name.trim().toUpperCase();
    return [
      aliases[short] ?? short,
      value
        .join('=')
        .trim()
        .replaceAll(/\\([,+"\\<>;=# ])/g, '$1'),
    ];
  });
}

function parsed(certificate: X509Certificate): Asn1Certificate {
  return Asn1Certificate.parse(Buffer.from(certificate.raw));
}

function unfit(certificate: X509Certificate, why: string): TrustError {
  return new TrustError('CERTIFICATE_UNFIT', `${nameOf(certificate)}: ${why}`);
}
