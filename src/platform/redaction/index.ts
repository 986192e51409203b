export { entropy as entropyOf, type FoundSecret, findSecrets } from './detectors.ts';
export { type Redacted, type RedactionKey, redact, secretMark } from './redact.ts';
