import { visit } from 'jsonc-parser';
import type { Json, JsonObject } from '../../../model/index.ts';
import { UnreadableFile } from '../../files/errors.ts';

/** Lock files are about ten deep. */
const mostDepth = 200;

/** JSON with the lines that its objects and lists take. */
export interface LocatedJson {
  value: Json;
  /** First and last line, counted from 1; undefined for texts and numbers. */
  linesOf(part: Json | undefined): [number, number] | undefined;
}

/**
 * Reads JSON and keeps where its parts lie.
 *
 * @param lenient trailing commas and comments are allowed
 * @throws UnreadableFile where it is no JSON, or nested too deep
 */
function locatedJson(text: string, lenient = false): LocatedJson {
  const lines = new WeakMap<object, [number, number]>();
  const open: { value: Json[] | JsonObject; line: number; key?: string }[] = [];
  let root: Json | undefined;

  function put(value: Json): void {
    const into = open.at(-1);
    if (into === undefined) root = value;
    else if (Array.isArray(into.value)) into.value.push(value);
    // The one key that is not a field of an object.
    else if (into.key !== undefined && into.key !== '__proto__') into.value[into.key] = value;
  }
  function begin(value: Json[] | JsonObject, line: number): void {
    if (open.length >= mostDepth) throw new UnreadableFile('too-large', `nested more than ${mostDepth} levels deep`);
    put(value);
    open.push({ value, line });
  }
  function end(line: number): void {
    const closed = open.pop();
    if (closed !== undefined) lines.set(closed.value, [closed.line + 1, line + 1]);
  }
  visit(
    text,
    {
      onObjectBegin: (_offset, _length, line) => begin({}, line),
      onObjectProperty: (name) => {
        const into = open.at(-1);
        if (into !== undefined) into.key = name;
      },
      onObjectEnd: (_offset, _length, line) => end(line),
      onArrayBegin: (_offset, _length, line) => begin([], line),
      onArrayEnd: (_offset, _length, line) => end(line),
      onLiteralValue: (value) => put(value as Json),
      onError: () => {
        throw new UnreadableFile('malformed', 'not valid JSON');
      },
    },
    { disallowComments: !lenient, allowTrailingComma: lenient, allowEmptyContent: false },
  );
  if (root === undefined) throw new UnreadableFile('malformed', 'not valid JSON');
  return {
    value: root,
    linesOf: (part) => (typeof part === 'object' && part !== null ? lines.get(part) : undefined),
  };
}

/** The same for files that hold one object. */
export function locatedObject(text: string, lenient = false): LocatedJson & { value: JsonObject } {
  const located = locatedJson(text, lenient);
  const { value } = located;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnreadableFile('malformed', 'not a JSON object');
  }
  return { ...located, value };
}
