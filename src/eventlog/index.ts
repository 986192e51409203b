export { openEventLog } from './log.ts';
export type { EventFilter, EventLog, EventQueryResult, StoredEvent } from './types.ts';
