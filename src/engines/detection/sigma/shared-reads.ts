import type { Json, LogEvent } from '../../../model/index.ts';
import type { EventFields, FieldReader } from '../types.ts';

const made = new WeakMap<EventFields, EventFields>();

/** Longest text of a record that is held on to until the field is read again. */
const LONGEST = 1000;

/**
 * The same fields, each of which is read once for each event, however many rules ask: an address is looked up once. What is large in a
 * record is read every time, so that no more than small values outlive their event. Equal for equal fields, so that separately
 * compiled rules share their reads.
 */
export function sharedReads(fields: EventFields): EventFields {
  const known = made.get(fields);
  if (known !== undefined) return known;

  const readers = new Map<string, FieldReader>();
  let current: LogEvent | undefined;
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

  const shared: EventFields = {
    sourcesOf: (logsource) => fields.sourcesOf(logsource),
    nameField: (source) => fields.nameField(source),
    reader(source, field) {
      const key = `${source} ${field}`;
      const reader = readers.get(key) ?? remembering(fields.reader(source, field), field.startsWith('hwaseong.'));
      readers.set(key, reader);
      return reader;
    },
  };
  made.set(fields, shared).set(shared, shared);
  return shared;
}

function isSmall(value: Json | undefined): boolean {
  return typeof value === 'string' ? value.length <= LONGEST : typeof value !== 'object' || value === null;
}
