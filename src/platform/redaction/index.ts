export { detectSecret } from './detectors.ts';
export { type Redacted, type RedactionKey, redact } from './redact.ts';
