import type { Advisory, Affected, AffectedRange, Ecosystem } from '../../model/index.ts';
import { ecosystemNamed } from '../ecosystems.ts';
import type { FeedFile } from '../read/files.ts';
import { FeedBroken } from '../read/limits.ts';
import { childOf, elementsIn, type XmlElement, xmlElements } from '../read/xml.ts';
import { severityNamed } from '../severity.ts';
import { made } from './documents.ts';
import { isModular, modulesIn } from './osv-record.ts';
import type { Feed, FeedInput } from './types.ts';
import {
  descriptionOf,
  idOf,
  idsIn,
  isCve,
  Malformed,
  nameOf,
  referencesIn,
  timeOf,
  titleOf,
  versionOf,
} from './values.ts';

/** OVAL definitions of the vendors of systems (https://oval.mitre.org/language/version5.11): Red Hat, Oracle, SUSE, Ubuntu, Debian, Amazon. */
export const oval: Feed = {
  id: 'oval',
  title: 'OVAL definitions of Oracle, SUSE and Red Hat',
  licence: 'that of each vendor: Oracle and SUSE state none, Red Hat CC-BY-4.0',
  ecosystems: ['ol:*', 'sles:*', 'opensuse-leap:*', 'rhel:*', 'amzn:*', 'ubuntu:*', 'debian:*'],
  published: {
    'com.oracle.elsa-all.xml.bz2': 'https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2',
    'suse.linux.enterprise.server.15-patch.xml.gz':
      'https://ftp.suse.com/pub/projects/security/oval/suse.linux.enterprise.server.15-patch.xml.gz',
    'opensuse.leap.15.6-patch.xml.gz':
      'https://ftp.suse.com/pub/projects/security/oval/opensuse.leap.15.6-patch.xml.gz',
  },
  takes: (path) => /\.xml$/i.test(path),
  async *read(input) {
    for await (const file of input.files) yield* ovalAdvisories(file, 'oval', input);
  },
};

/** A package that a criterion is about, with the version up to which it is affected; no range where merely having it is. */
interface Criterion {
  name: string;
  range?: AffectedRange;
  arches?: string[];
}

/** What a test refers to. */
interface Test {
  object: string;
  state: string | undefined;
}

/** A state of a package: only those that compare versions, or ask for nothing, say something of a vulnerability. */
interface State {
  range?: AffectedRange;
  arches?: string[];
  /** It asks for something else: a version that has to be there, a key. */
  other?: true;
}

/** Definitions kept of one file until its tests are known: they stand before them. */
const MOST_DEFINITIONS = 200_000;

const sections = new Set([
  'definition',
  'rpminfo_test',
  'dpkginfo_test',
  'rpminfo_object',
  'dpkginfo_object',
  'rpminfo_state',
  'dpkginfo_state',
  'constant_variable',
]);

/**
 * The advisories of an OVAL document.
 *
 * @throws FeedBroken where it is no XML, or has more definitions than can be kept
 */
export async function* ovalAdvisories(file: FeedFile, source: string, input: FeedInput): AsyncGenerator<Advisory> {
  const definitions: XmlElement[] = [];
  const tests = new Map<string, Test>();
  const objects = new Map<string, string[]>();
  const states = new Map<string, State>();
  const variables = new Map<string, string[]>();
  for await (const element of xmlElements(file, sections)) {
    const { id = '' } = element.attributes;
    if (element.name === 'definition') {
      definitions.push(kept(element));
      if (definitions.length > MOST_DEFINITIONS)
        throw new FeedBroken(`${file.path} has more than ${MOST_DEFINITIONS} definitions`);
    } else if (element.name.endsWith('_test')) {
      const object = childOf(element, 'object')?.attributes['object_ref'];
      if (object !== undefined) tests.set(id, { object, state: childOf(element, 'state')?.attributes['state_ref'] });
    } else if (element.name.endsWith('_object')) {
      const name = childOf(element, 'name');
      const variable = name?.attributes['var_ref'];
      objects.set(id, variable === undefined ? [name?.text.trim() ?? ''] : [`var:${variable}`]);
    } else if (element.name.endsWith('_state')) states.set(id, stateOf(element));
    else
      variables.set(
        id,
        element.children.filter(({ name }) => name === 'value').map(({ text }) => text.trim()),
      );
  }
  const resolve = (reference: string): Criterion[] => {
    const test = tests.get(reference);
    const names = (test === undefined ? [] : (objects.get(test.object) ?? [])).flatMap((name) =>
      name.startsWith('var:') ? (variables.get(name.slice(4)) ?? []) : [name],
    );
    const state = test?.state === undefined ? {} : (states.get(test.state) ?? { other: true });
    if (state.other === true) return [];
    return names
      .filter((name) => name !== '')
      .map((name) => ({
        name,
        ...(state.range && { range: state.range }),
        ...(state.arches && { arches: state.arches }),
      }));
  };
  for (const definition of definitions) {
    const where = `${file.path}:${definition.attributes['id'] ?? ''}`;
    yield* made(() => advisoriesOf(definition, resolve, source, input), where, input);
  }
}

/** Without what only people read, so that a file's definitions can be held until its end. */
function kept(definition: XmlElement): XmlElement {
  const metadata = childOf(definition, 'metadata');
  if (metadata !== undefined) {
    for (const child of metadata.children) child.text = child.text.slice(0, 2001);
    for (const notes of metadata.children.filter(({ name }) => name === 'oval_repository')) notes.children = [];
  }
  return definition;
}

function stateOf(element: XmlElement): State {
  const evr = childOf(element, 'evr');
  const arch = childOf(element, 'arch')?.text.trim();
  const arches = arch === undefined || arch === '' ? undefined : arch.split('|').filter((one) => /^\w+$/.test(one));
  const about = arches === undefined || arches.length === 0 ? {} : { arches };
  const version = evr?.text.trim().replace(/^0:/, '');
  if (evr === undefined || version === undefined || version === '') return { other: true };
  switch (evr.attributes['operation']) {
    case 'less than':
      return { range: { fixed: version }, ...about };
    case 'less than or equal':
      return { range: { lastAffected: version }, ...about };
    case 'greater than':
      // SUSE's way to say "installed, in whatever version".
      return version === '0-0' || version === '0:0-0' || version === '0' ? about : { other: true };
    default:
      return { other: true };
  }
}

function advisoriesOf(
  definition: XmlElement,
  resolve: (test: string) => Criterion[],
  source: string,
  input: FeedInput,
): Advisory[] {
  const metadata = childOf(definition, 'metadata');
  const { class: kind = '', id: ovalId } = definition.attributes;
  if (metadata === undefined) throw new Malformed('it has no metadata');
  if (kind !== 'patch' && kind !== 'vulnerability') {
    input.leaveOut('informational');
    return [];
  }
  const references = metadata.children.filter(({ name }) => name === 'reference');
  const cves = idsIn([
    ...references.map(({ attributes }) => attributes['ref_id'] ?? ''),
    ...elementsIn(metadata, 'cve').map(({ text }) => text.trim()),
  ]).filter(isCve);
  const bulletin = references.find(
    ({ attributes }) => !isCve(attributes['ref_id'] ?? '') && attributes['source'] !== 'BUGZILLA',
  )?.attributes['ref_id'];
  if (cves.length === 0 && (bulletin === undefined || /^(RHBA|RHEA|ELBA|ELEA)-/.test(bulletin))) {
    input.leaveOut('informational');
    return [];
  }
  const title = childOf(metadata, 'title')?.text.replace(/\s+/g, ' ').trim();
  const affected = affectedOf(definition, metadata, resolve, title);
  if (affected.length === 0) {
    input.leaveOut('not-covered');
    return [];
  }
  const id = idOf(kind === 'vulnerability' && cves.length === 1 ? cves[0] : (bulletin ?? cves[0] ?? ovalId));
  const severity = severityNamed(
    elementsIn(metadata, 'severity')[0]?.text ?? elementsIn(metadata, 'priority')[0]?.text,
  );
  const published = timeOf(
    elementsIn(metadata, 'issued')[0]?.attributes['date'] ?? elementsIn(metadata, 'public_date')[0]?.text.trim(),
  );
  const description = descriptionOf(childOf(metadata, 'description')?.text);
  const links = referencesIn(references.map(({ attributes }) => attributes['ref_url']));
  const named = titleOf(title);
  const rated = severity === undefined ? affected : affected.map((one) => ({ ...one, severity }));
  return [
    {
      id,
      source,
      aliases: [],
      ...(cves.length > 0 && !(cves.length === 1 && cves[0] === id) && { upstream: cves }),
      ...(named !== undefined && { title: named }),
      ...(description !== undefined && { description }),
      ...(severity !== undefined && { severity }),
      ...(links !== undefined && { references: links }),
      ...(published !== undefined && { published }),
      affected: rated,
    },
  ];
}

/** Every package that a definition's criteria compare, in every release that it is about. Criteria that are turned round say what is not so. */
function affectedOf(
  definition: XmlElement,
  metadata: XmlElement,
  resolve: (test: string) => Criterion[],
  title: string | undefined,
): Affected[] {
  const ecosystems = [...new Set(elementsIn(metadata, 'platform').flatMap(({ text }) => ecosystemNamed(text) ?? []))];
  const found = new Map<string, Affected>();
  const add = (ecosystem: Ecosystem, { name, range, arches }: Criterion, module: string | undefined) => {
    const affected: Affected = {
      ecosystem,
      name: nameOf(name),
      ranges: range === undefined ? [] : [checked(range)],
      ...(module !== undefined && { module }),
      ...(arches !== undefined && { arches }),
    };
    found.set(JSON.stringify(affected), affected);
  };
  const walk = (criteria: XmlElement, module: string | undefined, within: readonly Ecosystem[]) => {
    if (criteria.attributes['negate'] === 'true') return;
    const comments = criteria.children
      .filter(({ name }) => name === 'criterion')
      .map(({ attributes }) => attributes['comment'] ?? '');
    const stream = comments.flatMap((comment) => /^Module (\S+:\S+) is enabled$/.exec(comment)?.[1] ?? [])[0] ?? module;
    const releases = comments.flatMap((comment) => releaseIn(comment, ecosystems));
    const here = releases.length > 0 ? releases : within;
    for (const child of criteria.children) {
      if (child.name === 'criteria') walk(child, stream, here);
      if (child.name !== 'criterion' || child.attributes['negate'] === 'true') continue;
      if (releaseIn(child.attributes['comment'] ?? '', ecosystems).length > 0) continue;
      for (const criterion of resolve(child.attributes['test_ref'] ?? '')) {
        const streams =
          stream !== undefined
            ? [stream]
            : criterion.range !== undefined && isModular([criterion.range])
              ? modulesIn(title)
              : [];
        for (const ecosystem of here) {
          if (streams.length === 0) add(ecosystem, criterion, undefined);
          for (const one of streams) add(ecosystem, criterion, one);
        }
      }
    }
  };
  const criteria = childOf(definition, 'criteria');
  if (criteria !== undefined) walk(criteria, undefined, ecosystems);
  return [...found.values()];
}

/** Which of the releases a criterion such as `Oracle Linux 8 is installed` asks for. */
function releaseIn(comment: string, among: readonly Ecosystem[]): Ecosystem[] {
  const named = /^(.+?) is installed$/.exec(comment)?.[1];
  const ecosystem = named === undefined ? undefined : ecosystemNamed(named);
  return ecosystem !== undefined && among.includes(ecosystem) ? [ecosystem] : [];
}

function checked(range: AffectedRange): AffectedRange {
  versionOf(range.fixed ?? range.lastAffected);
  return range;
}
