export { takeShared } from './counters.ts';
export * from './database.ts';
export type { DatabaseAddress, EmbeddedDatabase } from './embedded.ts';

export { jsonText, storableText } from './json.ts';
export { containing, likeLiteral, searchText } from './search.ts';
export { defaultDataDir, openStore, type Store, type StoreOptions } from './store.ts';
