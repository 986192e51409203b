export { NativeUnavailable } from './binaries.ts';
export * from './database.ts';
export type { DatabaseAddress, EmbeddedDatabase } from './embedded.ts';
export { errorCode, storeError } from './errors.ts';
export { containing, jsonText, likeLiteral, searchText, storableText } from './json.ts';
export { defaultDataDir, openStore, type Store, type StoreOptions } from './store.ts';
