import { parse } from 'smol-toml';
import type { Advisory, Affected, JsonObject } from '../../model/index.ts';
import { bestVector, severityOfScore } from '../severity.ts';
import { made, wholeText } from './documents.ts';
import type { Enrichment, Feed, FeedInput } from './types.ts';
import {
  descriptionOf,
  idOf,
  idsIn,
  lowestOf,
  Malformed,
  nameOf,
  objectIn,
  present,
  referencesIn,
  textIn,
  textsIn,
  timeOf,
  titleOf,
  versionOf,
} from './values.ts';

/** Advisories of the Rust Security Response WG: Markdown whose first fenced block is TOML (https://github.com/RustSec/advisory-db). */
export const rustsec: Feed = {
  id: 'rustsec',
  title: 'RustSec Advisory Database',
  licence: 'CC0-1.0; records that came from GitHub: CC-BY-4.0',
  ecosystems: ['cargo', 'rust'],
  optional: true,
  published: { 'rustsec.tar.gz': 'https://github.com/rustsec/advisory-db/archive/refs/heads/main.tar.gz' },
  takes: (path) => /(^|\/)(crates|rust)\/[^/]+\/[^/]+\.md$/.test(path),
  async *read(input) {
    for await (const file of input.files) {
      const text = await wholeText(file, input);
      if (text !== undefined) yield* made(() => advisoriesIn(text, file.path, input), file.path, input);
    }
  },
};

function advisoriesIn(text: string, path: string, input: FeedInput): (Advisory | Enrichment)[] {
  const { front, body } = parts(text);
  const about = objectIn(front, 'advisory');
  const id = idOf(textIn(about, 'id'));
  if (textIn(about, 'withdrawn') !== undefined) {
    input.leaveOut('withdrawn');
    return [{ enriches: 'withdrawn', id, source: 'rustsec' }];
  }
  if (textIn(about, 'informational') !== undefined) {
    input.leaveOut('informational');
    return [];
  }
  const vector = textIn(about, 'cvss');
  const best = vector === undefined ? undefined : bestVector([vector]);
  const [title = '', ...prose] = body.split('\n');
  return [
    present<Advisory>({
      id,
      source: 'rustsec',
      aliases: idsIn(textsIn(about, 'aliases'), id),
      upstream: undefined,
      title: titleOf(title.replace(/^#+\s*/, '')),
      description: descriptionOf(prose.join('\n')),
      severity: best === undefined ? undefined : severityOfScore(best.score),
      cvss: best === undefined ? undefined : [best.vector],
      cwes: undefined,
      references: referencesIn([textIn(about, 'url'), ...textsIn(about, 'references')]),
      published: timeOf(textIn(about, 'date')),
      modified: undefined,
      withdrawn: undefined,
      affected: [affectedIn(front, about, path)],
    }),
  ];
}

/** The fenced block at the beginning and the prose behind it. */
function parts(text: string): { front: JsonObject; body: string } {
  const [whole, toml] = /^\s*```toml\r?\n([\s\S]*?)\r?\n```[ \t]*(?:\r?\n|$)/.exec(text) ?? [];
  if (whole === undefined || toml === undefined) throw new Malformed('it has no TOML at its beginning');
  try {
    // Dates come as objects of their own; as JSON they are the text that stood there.
    return { front: JSON.parse(JSON.stringify(parse(toml))) as JsonObject, body: text.slice(whole.length).trim() };
  } catch (error) {
    throw new Malformed(`its TOML is malformed: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** Crates lie under `crates/`; `rust/` is about the language's own tools and library. */
function affectedIn(front: JsonObject, about: JsonObject, path: string): Affected {
  const versions = objectIn(front, 'versions');
  const patched = textsIn(versions, 'patched').map(versionOf);
  const unaffected = [...patched, ...textsIn(versions, 'unaffected').map(versionOf)];
  const { functions, arch } = objectIn(front, 'affected');
  const symbols = typeof functions === 'object' && functions !== null ? Object.keys(functions) : [];
  const arches = Array.isArray(arch) ? arch.filter((one) => typeof one === 'string') : [];
  return {
    ecosystem: /(^|[/!])rust\/[^/]+\/[^/]+$/.test(path) || textIn(about, 'collection') === 'rust' ? 'rust' : 'cargo',
    name: nameOf(textIn(about, 'package')),
    ranges: [],
    ...(unaffected.length > 0 && { unaffected }),
    ...(patched.length > 0 && { fixedVersions: patched.flatMap((one) => lowestOf(one) ?? []) }),
    ...(arches.length > 0 && { arches }),
    ...(symbols.length > 0 && { symbols }),
  };
}
