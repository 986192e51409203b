import sax from 'sax';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { isObject, type Json, type JsonObject } from '../../../model/index.ts';
import { UnreadableFile } from '../../files/errors.ts';

/** Beyond these a document is no lock file, and parsing it would take the time of all others. */
const mostYaml = 8 * 1024 * 1024;
const mostToml = 32 * 1024 * 1024;
/** Nodes of YAML that begin in one line, and anchors in all. */
const mostInLine = 100;
const mostAnchors = 200;
const mostDepth = 100;
const mostElements = 200_000;

/** @throws UnreadableFile where it is no YAML of one object; aliases that would multiply are refused */
export function yamlObject(text: string): JsonObject {
  if (text.length > mostYaml) throw new UnreadableFile('too-large', `${text.length} characters of YAML`);
  if (isTangled(text)) throw new UnreadableFile('too-large', 'nested too deep for a lock file');
  // Whether keys are unique is found out by comparing each with all others.
  return objectOf('YAML', () =>
    parseYaml(text, { maxAliasCount: 100, logLevel: 'silent', schema: 'failsafe', uniqueKeys: false }),
  );
}

/**
 * What lock files never have and the parser takes long for: lines deep within others, many nodes that begin in one line,
 * many anchors.
 */
function isTangled(text: string): boolean {
  if (/^ {200}/m.test(text) || /\?[ \t]+\?[ \t]/.test(text)) return true;
  let anchors = 0;
  for (const line of text.split('\n')) {
    const begun = line.match(/[[{&]|(?:^|[ \t])[-?!](?=[ \t]|$)/g)?.length ?? 0;
    if (begun > mostInLine) return true;
    if (/(?:^|[ \t])&\S/.test(line)) anchors += 1;
  }
  return anchors > mostAnchors;
}

/** @throws UnreadableFile where it is no TOML */
export function tomlObject(text: string): JsonObject {
  if (text.length > mostToml) throw new UnreadableFile('too-large', `${text.length} characters of TOML`);
  return objectOf('TOML', () => parseToml(text, { maxDepth: mostDepth }));
}

function objectOf(what: string, parse: () => unknown): JsonObject {
  let value: unknown;
  try {
    value = parse();
  } catch {
    throw new UnreadableFile('malformed', `not valid ${what}`);
  }
  if (!isObject(value as Json)) throw new UnreadableFile('malformed', `no object in ${what}`);
  return value as JsonObject;
}

/** An element with what lies in it; names are without their namespaces. */
export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Element[];
  text: string;
}

/**
 * The root of an XML document. Entities other than XML's own five are an error, so that nothing expands.
 *
 * @throws UnreadableFile where it is no XML, or too large
 */
export function xmlRoot(text: string): Element {
  const parser = sax.parser(true, { trim: true, position: false });
  const open: Element[] = [];
  let root: Element | undefined;
  let elements = 0;
  parser.onerror = () => {
    throw new UnreadableFile('malformed', 'not valid XML');
  };
  parser.onopentag = ({ name, attributes }) => {
    elements += 1;
    if (open.length >= mostDepth || elements > mostElements) {
      throw new UnreadableFile('too-large', 'more elements than a manifest has');
    }
    const element: Element = {
      name: name.slice(name.indexOf(':') + 1),
      attributes: attributes as Record<string, string>,
      children: [],
      text: '',
    };
    root ??= element;
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.ontext = parser.oncdata = (part) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.write(text).close();
  if (root === undefined) throw new UnreadableFile('malformed', 'not valid XML');
  return root;
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name);
}

/** Text of a child; undefined where there is none or it is blank. */
export function textIn(element: Element | undefined, name: string): string | undefined {
  return childOf(element, name)?.text.trim() || undefined;
}

/** All objects of a list; none where it is no list. */
export function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Texts of a list; none where it is no list. */
export function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** Fields of an object; none where it is none. */
export function fieldsOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The field at a path of names; undefined where one of them is missing. */
export function fieldAt(value: Json | undefined, ...names: string[]): Json | undefined {
  let here = value;
  for (const name of names) {
    if (!isObject(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return here;
}

/**
 * First and last line of each table of a list in TOML, such as `[[package]]`; undefined where the text has another number of them,
 * because one stands in a text.
 */
export function linesOfTables(text: string, name: string, count: number): [number, number][] | undefined {
  const header = `[[${name}]]`;
  const found: [number, number][] = [];
  let inside = false;
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === header) {
      found.push([index + 1, index + 1]);
      inside = true;
    } else if (line.startsWith('[') && /^\[\[?[\w."-]+\]\]?$/.test(line)) {
      inside = line.replace(/^\[+/, '').startsWith(`${name}.`);
    }
    const last = found.at(-1);
    if (inside && line !== '' && last !== undefined) last[1] = index + 1;
  });
  return found.length === count ? found : undefined;
}
