import { X509Certificate } from 'node:crypto';
import { CBORTag, type CBORType, decodeCBOR, encodeCBOR } from '@levischuck/tiny-cbor';
import { isObject, type Json, type JsonObject } from '../../../model/index.ts';
import { TrustError } from '../reasons.ts';
import { jsonIn } from '../statement.ts';

/** What an envelope of Notation holds, whichever of the two formats it has. Nothing of it is verified. */
export interface Envelope {
  payload: Buffer;
  /** The bytes that the signature is over. */
  signed: Buffer;
  signature: Buffer;
  algorithm: string;
  contentType: string;
  /** From the leaf to the root. */
  chain: readonly X509Certificate[];
  /** Attributes that the signature covers, by name; times are ISO 8601. */
  attributes: ReadonlyMap<string, Json>;
  critical: readonly string[];
  /** Countersignature of an authority of time (RFC 3161 token). */
  timestamp?: Buffer;
}

const MAX_CHAIN = 10;
const TIMESTAMP = 'io.cncf.notary.timestampSignature';

/**
 * Reads an envelope by its media type
 * (https://github.com/notaryproject/specifications/blob/main/specs/signature-envelope-jws.md, signature-envelope-cose.md).
 *
 * @throws TrustError
 */
export function readEnvelope(mediaType: string, bytes: Buffer): Envelope {
  if (mediaType === 'application/jose+json') return readJws(jsonIn(bytes));
  if (mediaType === 'application/cose') return readCose(bytes);
  throw new TrustError('UNKNOWN_FORMAT', mediaType);
}

function readJws(json: Json): Envelope {
  if (!isObject(json)) throw malformed('no JWS');
  const { payload, protected: head, signature, header } = json;
  if (typeof payload !== 'string' || typeof head !== 'string' || typeof signature !== 'string')
    throw malformed('no JWS');
  const told = jsonIn(base64url(head));
  if (!isObject(told)) throw malformed('its protected header is no object');
  const { alg, cty, crit, ...attributes } = told;
  const rest: JsonObject = isObject(header) ? header : {};
  const certificates = Array.isArray(rest.x5c) ? rest.x5c : [];
  const timestamp = rest[TIMESTAMP];
  return {
    payload: base64url(payload),
    signed: Buffer.from(`${head}.${payload}`),
    signature: base64url(signature),
    algorithm: String(alg),
    contentType: String(cty),
    chain: chainOf(certificates.map((one) => Buffer.from(String(one), 'base64'))),
    attributes: new Map(Object.entries(attributes)),
    critical: Array.isArray(crit) ? crit.map(String) : [],
    ...(typeof timestamp === 'string' && { timestamp: Buffer.from(timestamp, 'base64') }),
  };
}

/** COSE_Sign1 (RFC 9052, 4.2), tagged 18. */
function readCose(bytes: Buffer): Envelope {
  const message = decodeCBOR(Uint8Array.from(bytes));
  if (!(message instanceof CBORTag) || message.tag !== 18 || !Array.isArray(message.value))
    throw malformed('no COSE_Sign1');
  const [head, rest, payload, signature] = message.value;
  if (!(head instanceof Uint8Array && payload instanceof Uint8Array && signature instanceof Uint8Array)) {
    throw malformed('no COSE_Sign1');
  }
  const told = decodeCBOR(head);
  if (!(told instanceof Map) || !(rest instanceof Map)) throw malformed('its headers are no maps');
  const chain = rest.get(33);
  const timestamp = rest.get(TIMESTAMP);
  const critical = told.get(2);
  return {
    payload: Buffer.from(payload),
    signed: Buffer.from(encodeCBOR(['Signature1', head, new Uint8Array(), payload])),
    signature: Buffer.from(signature),
    algorithm: coseAlgorithms.get(told.get(1)) ?? `COSE ${String(told.get(1))}`,
    contentType: String(told.get(3)),
    chain: chainOf(
      (Array.isArray(chain) ? chain : [chain]).map((one) => Buffer.from(one instanceof Uint8Array ? one : [])),
    ),
    attributes: new Map([...told].flatMap(([name, value]) => (typeof name === 'string' ? [[name, plain(value)]] : []))),
    critical: Array.isArray(critical) ? critical.map(String) : [],
    ...(timestamp instanceof Uint8Array && { timestamp: Buffer.from(timestamp) }),
  };
}

/** RFC 9053, 2.1; RFC 8230, 2. */
const coseAlgorithms: ReadonlyMap<unknown, string> = new Map([
  [-7, 'ES256'],
  [-35, 'ES384'],
  [-36, 'ES512'],
  [-37, 'PS256'],
  [-38, 'PS384'],
  [-39, 'PS512'],
]);

/** A time (tag 1: seconds since 1970) as ISO 8601, a text as itself. */
function plain(value: CBORType): Json {
  if (typeof value === 'string') return value;
  if (value instanceof CBORTag && value.tag === 1 && typeof value.value === 'number') {
    const time = new Date(value.value * 1000);
    return Number.isNaN(time.getTime()) ? null : time.toISOString();
  }
  return null;
}

function chainOf(certificates: readonly Buffer[]): X509Certificate[] {
  if (certificates.length === 0 || certificates.length > MAX_CHAIN)
    throw malformed(`${certificates.length} certificates`);
  return certificates.map((der) => new X509Certificate(der));
}

function base64url(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

function malformed(detail: string): TrustError {
  return new TrustError('MALFORMED', detail);
}
