import type { LogSource } from '../../engines/detection/types.ts';
import { eventFields, sourceById } from '../../sources/events/index.ts';
import type { WatchPlace } from '../detections/watches.ts';

const fields = eventFields();

/** Ids of the event sources that a Sigma logsource means. */
export function sourcesOf(logsource: LogSource): readonly string[] {
  return fields.sourcesOf(logsource);
}

/** How a rule looks into one event source: its logsource, and the field that holds an event's name. */
export function placeOf(id: string): WatchPlace | undefined {
  const source = sourceById(id);
  const [logsource] = source?.logsources ?? [];
  if (source?.nameField === undefined || logsource === undefined) return undefined;
  return { logsource: { ...logsource }, nameField: source.nameField };
}
