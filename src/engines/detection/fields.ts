import type { Json, LogEvent } from '../../model/index.ts';
import type { EventFields, FieldReader } from './types.ts';

/** Longest text of a record that is held on to until the field is read again. */
const LONGEST = 1000;

/**
 * The same fields, each of which is read once of an event, however many rules ask for it: an address is looked up once. What is large
 * in a record is read every time, so that only small values outlive their event.
 */
export function rememberingFields(fields: EventFields): EventFields {
  const readers = new Map<string, Map<string, FieldReader>>();
  let current: LogEvent | undefined;
  /** Counts events: a value belongs to the event of the turn in which it was read. */
  let turn = 0;

  const remembering = (read: FieldReader, derived: boolean): FieldReader => {
    let readAt = 0;
    let value: Json | undefined;
    return (event) => {
      if (event !== current) {
        current = event;
        turn++;
      }
      if (readAt === turn) return value;
      const found = read(event);
      if (derived || isSmall(found)) {
        value = found;
        readAt = turn;
      }
      return found;
    };
  };

  return {
    sourcesOf: (logsource) => fields.sourcesOf(logsource),
    nameField: (source) => fields.nameField(source),
    never: (source, field) => fields.never?.(source, field) ?? false,
    reader(source, field) {
      const ofSource = readers.get(source) ?? new Map<string, FieldReader>();
      readers.set(source, ofSource);
      const reader = ofSource.get(field) ?? remembering(fields.reader(source, field), field.startsWith('hwaseong.'));
      ofSource.set(field, reader);
      return reader;
    },
  };
}

function isSmall(value: Json | undefined): boolean {
  return typeof value === 'string' ? value.length <= LONGEST : typeof value !== 'object' || value === null;
}
