import type { Material, Text } from '../../model/index.ts';
import type { TrustCode } from './reasons.ts';

/** The image that is judged. */
export interface TrustSubject {
  /** `registry.example:5000` */
  registry: string;
  repository: string;
  digest: string;
  /** Digest of the index that it was chosen from: what is signed of that is signed of the image. */
  index?: string;
}

/** Materials, and why there may be more than these. */
export interface Materials {
  found: readonly Material[];
  /** Some could not be asked for. */
  error?: { code: string; message: string };
}

export interface Judged {
  code: TrustCode;
  text: Text;
}

/** What one material came to. */
export interface JudgedMaterial extends Judged {
  kind: Material['kind'];
  source: string;
  status: 'valid' | 'invalid' | 'undecided' | 'ignored';
  /** Who signed it, once that is proven: a key, an identity with its issuer, a subject of a certificate. */
  signer?: string;
  /** Type of what an attestation says. */
  predicateType?: string;
  /** Said beside: a check that the policy does not insist on, or that could not be made. */
  notes: readonly Judged[];
}

/** What an attestation by a trusted signer says of the build (SLSA provenance v0.2, v1). */
export interface Provenance {
  builder?: string;
  buildType?: string;
  source?: string;
  commit?: string;
  /** ISO 8601. */
  builtAt?: string;
}

export interface Attestation {
  predicateType: string;
  signer: string;
  source: string;
  provenance?: Provenance;
}

/** Whether an image is trusted, and why. */
export interface TrustVerdict {
  verdict: 'trusted' | 'untrusted' | 'undecided';
  /** Pattern of the rule that was applied; null where none fits. */
  rule: string | null;
  signatures: Judged & { status: 'pass' | 'fail' | 'unknown' | 'not-applicable' };
  attestation: Judged & { status: 'pass' | 'fail' | 'unknown' | 'not-applicable' };
  reasons: readonly JudgedMaterial[];
  attestations: readonly Attestation[];
}
