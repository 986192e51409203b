/** Names an event in the address of its panel, with its time, by which it is found sooner. */
export function eventReference({ id, time }: { id: string; time: string }): string {
  return `${time}/${id}`;
}

/** Reads what {@link eventReference} wrote; a bare id has no time. */
export function readReference(reference: string): { id: string; time: string | undefined } {
  const [, time, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\/(.+)$/s.exec(reference) ?? [];
  return id === undefined ? { id: reference, time: undefined } : { id, time };
}
