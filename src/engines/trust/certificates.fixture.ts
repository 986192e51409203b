import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { NotationSigner } from './trust.fixture.ts';

/** Extended uses of a key, by what they are for. */
const uses = {
  codeSigning: '1.3.6.1.5.5.7.3.3',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

interface Wishes {
  use?: keyof typeof uses;
  /** The certificate is that of another authority. */
  authority?: boolean;
  /** Where a list of the revoked ones would be. */
  revoked?: string;
  from?: string;
  until?: string;
}

/** A certificate of the release, and the authority that issued it. */
export function issued(wishes: Wishes = {}): NotationSigner & { ca: string } {
  const { use = 'codeSigning', authority = false, revoked, from = '2020-01-01', until = '2040-01-01' } = wishes;
  const above = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = [basicConstraints(true), keyUsage(0x04)];
  const extensions = authority
    ? isAuthority
    : [
        basicConstraints(false),
        keyUsage(0x80),
        extension('2.5.29.37', sequence(oid(uses[use]))),
        ...(revoked === undefined ? [] : [extension('2.5.29.31', crlAt(revoked))]),
      ];
  const ca = certificate(
    'authority',
    'authority',
    above.publicKey,
    above.privateKey,
    isAuthority,
    '2020-01-01',
    '2040-01-01',
  );
  const leaf = certificate('release', 'authority', own.publicKey, above.privateKey, extensions, from, until);
  return { privateKey: own.privateKey, chain: [leaf, ca], ca };
}

/** An X.509 certificate (RFC 5280, 4.1) in PEM, signed by ECDSA with SHA-256. */
function certificate(
  subject: string,
  issuer: string,
  publicKey: KeyObject,
  issuerKey: KeyObject,
  extensions: readonly Buffer[],
  from: string,
  until: string,
): string {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer),
    sequence(time(from), time(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', tbs, issuerKey));
  const base64 = sequence(tbs, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function nameOf(common: string): Buffer {
  const parts = { '2.5.4.6': 'KR', '2.5.4.8': 'Seoul', '2.5.4.10': 'Example', '2.5.4.3': common };
  return sequence(
    ...Object.entries(parts).map(([type, value]) => der(0x31, sequence(oid(type), der(0x13, Buffer.from(value))))),
  );
}

function basicConstraints(ca: boolean): Buffer {
  return extension('2.5.29.19', sequence(...(ca ? [der(0x01, Buffer.from([255]))] : [])));
}

function keyUsage(bits: number): Buffer {
  return extension('2.5.29.15', der(0x03, Buffer.from([0, bits])));
}

function crlAt(url: string): Buffer {
  return sequence(sequence(der(0xa0, der(0xa0, der(0x86, Buffer.from(url))))));
}

function extension(type: string, value: Buffer): Buffer {
  return sequence(oid(type), der(0x01, Buffer.from([255])), der(0x04, value));
}

function time(date: string): Buffer {
  return der(0x17, Buffer.from(`${date.replaceAll('-', '').slice(2)}000000Z`));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return der(0x06, Buffer.from(bytes));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
