import type { KeyObject, X509Certificate } from 'node:crypto';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { isObject, UserError } from '../../model/index.ts';
import { certificatesIn, publicKeyIn } from './keys.ts';
import type { TrustPolicy } from './policy.ts';

/** Trust stores of Notation: what ends a chain of certificates (https://github.com/notaryproject/specifications, trust-store-trust-policy). */
export interface NotationStore {
  ca: readonly X509Certificate[];
  signingAuthority: readonly X509Certificate[];
  timestamp: readonly X509Certificate[];
}

/** What trust begins with, by the names that a policy gives. */
export interface Anchors {
  keys: ReadonlyMap<string, KeyObject>;
  sigstore: ReadonlyMap<string, TrustedRoot>;
  notation: ReadonlyMap<string, NotationStore>;
  /** `root.json`, or keys or certificates (PEM). */
  notary: ReadonlyMap<string, string>;
}

type Source = TrustPolicy['anchors']['keys'][string];

/**
 * The anchors of a policy.
 *
 * @param read gives the text of a file that the policy names
 * @throws UserError `trust-anchor` where one is not what it has to be
 */
export function anchorsOf({ anchors }: TrustPolicy, read: (file: string) => string): Anchors {
  const textOf = (source: Source) => ('file' in source ? read(source.file) : source.text);
  const each = <In, Out>(kind: string, from: Record<string, In>, make: (one: In) => Out): Map<string, Out> =>
    new Map(
      Object.entries(from).map(([name, one]) => {
        try {
          return [name, make(one)] as const;
        } catch (error) {
          throw error instanceof UserError ? error : wrong(`${kind}.${name}`, error as Error);
        }
      }),
    );
  const certificates = (source: Source | undefined) =>
    source === undefined ? [] : someOf(certificatesIn(textOf(source)));
  return {
    keys: each('keys', anchors.keys, (one) => publicKeyIn(textOf(one))),
    sigstore: each('sigstore', anchors.sigstore, (one) => parseTrustedRoot(textOf(one))),
    notation: each('notation', anchors.notation, ({ ca, signingAuthority, timestamp }) => ({
      ca: certificates(ca),
      signingAuthority: certificates(signingAuthority),
      timestamp: certificates(timestamp),
    })),
    notary: each('notary', anchors.notary, ({ root }) => textOf(root)),
  };
}

/** A trusted root of Sigstore (`trusted_root.json`). Throws where the text is none. */
export function parseTrustedRoot(text: string): TrustedRoot {
  const json: unknown = JSON.parse(text);
  if (!isObject(json) || !String(json.mediaType).startsWith('application/vnd.dev.sigstore.trustedroot')) {
    throw new Error('no trusted root: its mediaType is another');
  }
  return TrustedRoot.fromJSON(json);
}

function someOf(certificates: X509Certificate[]): X509Certificate[] {
  if (certificates.length === 0) throw new Error('there is no certificate (PEM) in it');
  return certificates;
}

function wrong(name: string, cause: Error): UserError {
  return new UserError(
    'trust-anchor',
    {
      en: `The anchor ${name} of the trust policy cannot be used: ${cause.message}.`,
      ko: `신뢰 정책의 앵커 ${name}을(를) 사용할 수 없습니다: ${cause.message}.`,
    },
    { cause },
  );
}
