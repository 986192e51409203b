import type { Json, LogEvent } from '../../../model/index.ts';
import type { EventFields, FieldReader } from '../types.ts';

const made = new WeakMap<EventFields, EventFields>();

/**
 * The same fields, whose derived ones (`hwaseong.*`) are read once for each event, however many rules ask: an address is looked up
 * once. Plain fields are quicker read than remembered. Equal for equal fields, so that separately compiled rules share their reads.
 */
export function sharedReads(fields: EventFields): EventFields {
  const known = made.get(fields);
  if (known !== undefined) return known;

  const readers = new Map<string, FieldReader>();
  let current: LogEvent | undefined;
  let turn = 0;
  const remembering = (read: FieldReader): FieldReader => {
    let readAt = 0;
    let value: Json | undefined;
    return (event) => {
      if (event !== current) {
        current = event;
        turn++;
      }
      if (readAt !== turn) {
        value = read(event);
        readAt = turn;
      }
      return value;
    };
  };

  const shared: EventFields = {
    sourcesOf: (logsource) => fields.sourcesOf(logsource),
    nameField: (source) => fields.nameField(source),
    reader(source, field) {
      if (!field.startsWith('hwaseong.')) return fields.reader(source, field);
      const key = `${source} ${field}`;
      const reader = readers.get(key) ?? remembering(fields.reader(source, field));
      readers.set(key, reader);
      return reader;
    },
  };
  made.set(fields, shared).set(shared, shared);
  return shared;
}
