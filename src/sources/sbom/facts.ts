import { createHash } from 'node:crypto';
import { type CallError, type FactRecord, GLOBAL, type Json, type JsonObject, recordsOf } from '../../model/index.ts';
import type { SbomDocument } from './types.ts';

export interface SbomFactsOptions {
  tenant: string;
  connection: string;
  /** What the document is of; a later one of the same name takes its place. Absent: what the document says itself. */
  name?: string;
  now: Date;
}

/** A bill of materials that somebody else has made as the facts that a scan of the thing itself would give: `oci:ReadBom`, `oci:ListBomPackages`. */
export function factsOfSbom({ bom, ...document }: SbomDocument, options: SbomFactsOptions): FactRecord[] {
  const { tenant, connection, now } = options;
  const name = (options.name ?? document.name).slice(0, 1000);
  const id = `bom:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
  const { format, specVersion, created } = document;
  const item: JsonObject = {
    ...{ id, name, format, specVersion, document: document.id },
    ...(created !== undefined && { created }),
    ...(bom.distribution !== undefined && { distribution: { ...bom.distribution } as unknown as Json }),
  };
  const at = now.toISOString();
  const of = { tenant, connection, provider: 'oci', account: 'local', region: GLOBAL, service: 'oci', params: { id } };
  const call = (operation: string, items: readonly Json[], error?: CallError): FactRecord[] =>
    recordsOf({ ...of, operation }, { items, error, startedAt: at, finishedAt: at });
  const [lost] = bom.unread;
  return [
    ...call('ReadBom', [item]),
    ...call(
      'ListBomPackages',
      bom.packages as unknown as Json[],
      lost === undefined ? undefined : { code: 'Unread', message: lost.reason },
    ),
  ];
}
