import type { FactRecord, FactSink } from '../../model/index.ts';
import type { RegistryOptions } from './types.ts';

/** Without whatever the machine that the test runs on has. */
export const bare: RegistryOptions = { env: { PATH: process.env.PATH, HOME: '/nowhere' } };

/** A sink that keeps what it is given. */
export function keeping(): {
  sink: FactSink;
  records: FactRecord[];
  items(operation: string): unknown[];
  call(operation: string): unknown;
} {
  const records: FactRecord[] = [];
  return {
    sink: { write: async (record) => void records.push(record) },
    records,
    items: (operation) =>
      records.flatMap((record) => (record.type === 'fact' && record.operation === operation ? [record.data] : [])),
    call: (operation) => records.find((record) => record.type === 'collection' && record.operation === operation),
  };
}

export const scanning = { tenant: 'default', connection: 'test', now: () => new Date() };
