import { StringDecoder } from 'node:string_decoder';
import sax from 'sax';
import type { FeedFile } from './files.ts';
import { FeedBroken } from './limits.ts';

/** Elements in elements. OVAL's criteria go about ten deep. */
const DEPTH = 60;

/** Characters of the text of one element. */
const TEXT = 200_000;

/** An element with what lies in it. Names are without their namespaces. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
}

/**
 * The elements of some names anywhere in an XML document, each whole, the outermost where they lie in each other; the rest is passed over. Entities other
 * than XML's own five are an error, so that nothing expands.
 *
 * @throws FeedBroken where it is no XML, is cut, or is nested too deep
 */
export async function* xmlElements({ path, chunks }: FeedFile, names: ReadonlySet<string>): AsyncGenerator<XmlElement> {
  const parser = sax.parser(true, { trim: false, position: true });
  const found: XmlElement[] = [];
  const open: XmlElement[] = [];
  let depth = 0;
  let root = false;
  parser.onerror = (error) => {
    throw new FeedBroken(`${path} is no XML: ${error.message.split('\n')[0]}`);
  };
  parser.onopentag = ({ name, attributes }) => {
    root = true;
    depth += 1;
    if (depth > DEPTH) throw new FeedBroken(`${path} is nested more than ${DEPTH} levels deep`);
    const local = localName(name);
    if (open.length === 0 && !names.has(local)) return;
    const element: XmlElement = {
      name: local,
      attributes: attributes as Record<string, string>,
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  parser.onclosetag = () => {
    depth -= 1;
    const element = open.pop();
    if (element !== undefined && open.length === 0) found.push(element);
  };
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined && element.text.length < TEXT) element.text += text.slice(0, TEXT - element.text.length);
  };
  parser.ontext = addText;
  parser.oncdata = addText;

  const decoder = new StringDecoder('utf8');
  for await (const chunk of chunks) {
    parser.write(decoder.write(chunk));
    yield* found.splice(0);
  }
  if (!root || depth > 0) throw new FeedBroken(root ? `${path} ends early` : `${path} is no XML`);
  parser.close();
  yield* found.splice(0);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The first element of a name directly below another. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

/** All elements of a name at any depth below another. */
export function elementsIn(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((one) => [...(one.name === name ? [one] : []), ...elementsIn(one, name)]);
}
