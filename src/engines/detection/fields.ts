import type { Json, LogEvent } from '../../model/index.ts';
import type { EventFields, FieldReader } from './types.ts';

/**
 * The same fields, each read once of an event however many rules ask for it: a reader keeps the value of the last event,
 * and there is one reader of each field.
 */
export function rememberingFields(fields: EventFields): EventFields {
  const readers = new Map<string, Map<string, FieldReader>>();
  return {
    sourcesOf: (logsource) => fields.sourcesOf(logsource),
    nameField: (source) => fields.nameField(source),
    reader(source, field) {
      let ofSource = readers.get(source);
      if (ofSource === undefined) {
        ofSource = new Map();
        readers.set(source, ofSource);
      }
      let reader = ofSource.get(field);
      if (reader === undefined) {
        reader = remembering(fields.reader(source, field));
        ofSource.set(field, reader);
      }
      return reader;
    },
  };
}

function remembering(read: FieldReader): FieldReader {
  let last: LogEvent | undefined;
  let value: Json | undefined;
  return (event) => {
    if (event !== last) {
      value = read(event);
      last = event;
    }
    return value;
  };
}
