export { type Accounts, accountsReader } from './accounts.ts';
export { baseOf, type FactsOptions, factsOf } from './facts.ts';
export {
  type ClamdAddress,
  type MalwareOptions,
  type MalwareScanner,
  openMalwareScanner,
  type YaraSource,
} from './malware.ts';
export { notableFilesReader } from './notable-files.ts';
export { MAX_SECRETS, secretsInFiles, secretsReader, secretsSkipped } from './secrets.ts';
export { type Step, stepsOf } from './steps.ts';
