export { type Anchors, anchorsOf, parseTrustedRoot } from './anchors.ts';
export { judgeTrust } from './judge.ts';
export { asMaterial } from './material.ts';
export { notarySources, type TrustPolicy, trustPolicySchema } from './policy.ts';
export { TrustError } from './reasons.ts';
export { trustResults } from './results.ts';
export { type SigstoreAnchors, type SigstoreSigned, verifySigstore } from './sigstore.ts';
export type {
  Attestation,
  Judged,
  JudgedMaterial,
  Materials,
  Provenance,
  TrustSubject,
  TrustVerdict,
} from './types.ts';
