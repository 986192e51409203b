import type { Json } from './json.ts';

/** What lies beside an image and says something of it, as it was found. Bytes are base64, certificates PEM. */
export type Material = {
  /** Digest that it was found for: that of the image, or of the index that the image was chosen from. */
  subject: string;
  /** Where it was found: digest of the manifest that holds it; a name of files for Docker Content Trust. */
  source: string;
} & (
  | {
      kind: 'cosign';
      payload: string;
      signature: string;
      entry?: RekorBundle;
      certificate?: string;
      timestamp?: string;
    }
  | { kind: 'cosign-attestation'; envelope: string; entry?: RekorBundle; certificate?: string; timestamp?: string }
  | { kind: 'sigstore'; bundle: Json; artifact?: string }
  | { kind: 'notation'; mediaType: string; envelope: string }
  | { kind: 'notary'; repository: string; tag: string; files: Record<string, string> }
  /** Signs nothing: a bill of materials that was merely put there. */
  | { kind: 'unsigned'; mediaType: string }
  /** It is there and could not be read. */
  | { kind: 'unread'; code: 'TooLarge' | 'TooMany' | 'Malformed' | 'UnknownFormat'; mediaType: string }
);

/** The promise of a Rekor log as cosign keeps it beside its own signatures. */
export interface RekorBundle {
  signedEntryTimestamp: string;
  body: string;
  integratedTime: number;
  logIndex: number;
  /** Hexadecimal. */
  logId: string;
}
