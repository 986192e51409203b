export { type Opened, recordsIn } from './envelope.ts';
export { eventOf, isTooDeep, type RecordFault } from './event.ts';
export { eventFields } from './fields.ts';
export { eventSources, recognise, sourceById } from './sources.ts';
export type { AddressFacts, DerivedField, Enrichment, EventSource } from './types.ts';
