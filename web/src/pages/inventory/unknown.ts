/** Where the inventory notes the fields of an asset that it could not learn, and why. */
const mark = '$unknown';

export interface UnknownField {
  field: string;
  operation: string;
  code: string;
}

/** An asset's data as it was collected, apart from the notes on what was not. */
export function splitUnknown(data: unknown): { known: unknown; unknown: UnknownField[] } {
  if (typeof data !== 'object' || data === null || !(mark in data)) return { known: data, unknown: [] };
  const { [mark]: notes, ...known } = data as Record<string, unknown>;
  const unknown = Object.entries(notes ?? {}).map(([field, note]) => {
    const { operation, code } = (note ?? {}) as { operation?: unknown; code?: unknown };
    return { field, operation: String(operation ?? ''), code: String(code ?? '') };
  });
  return { known, unknown };
}
