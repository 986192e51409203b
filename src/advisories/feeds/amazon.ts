import type { Advisory, Affected, Ecosystem } from '../../model/index.ts';
import { ecosystemNamed } from '../ecosystems.ts';
import { childOf, elementsIn, type XmlElement, xmlElements } from '../read/xml.ts';
import { severityNamed } from '../severity.ts';
import { made } from './documents.ts';
import { isModular, modulesIn } from './osv-record.ts';
import type { Feed, FeedInput } from './types.ts';
import { descriptionOf, idOf, idsIn, isCve, nameOf, referencesIn, timeOf, titleOf, versionOf } from './values.ts';

/** The `updateinfo.xml` of repositories of rpm packages: Amazon Linux, and whoever else publishes one (Fedora, Rocky Linux). */
export const amazon: Feed = {
  id: 'amazon',
  title: 'Amazon Linux Security Center and other updateinfo',
  licence: 'none stated; published by the vendor of the repository',
  ecosystems: ['amzn:*', 'fedora:*'],
  published: {},
  takes: (path) => /updateinfo[^/]*\.xml$/i.test(path),
  async *read(input) {
    for await (const file of input.files) {
      for await (const update of xmlElements(file, new Set(['update']))) {
        const where = `${file.path}:${textOf(update, 'id') ?? ''}`;
        yield* made(() => advisoriesIn(update, input), where, input);
      }
    }
  },
};

function advisoriesIn(update: XmlElement, input: FeedInput): Advisory[] {
  const id = idOf(textOf(update, 'id'));
  if (update.attributes['type'] !== 'security') {
    input.leaveOut('informational');
    return [];
  }
  const references = elementsIn(update, 'reference');
  const upstream = idsIn(
    references.filter(({ attributes }) => attributes['type'] === 'cve').map(({ attributes }) => attributes['id'] ?? ''),
  ).filter(isCve);
  const title = titleOf(textOf(update, 'title'));
  const severity = severityNamed(textOf(update, 'severity'));
  const affected = elementsIn(update, 'collection').flatMap((collection) => {
    const ecosystem = releaseOf(id, update, collection);
    return ecosystem === undefined ? [] : packagesIn(collection, ecosystem, title);
  });
  if (affected.length === 0) {
    input.leaveOut('not-covered');
    return [];
  }
  const description = descriptionOf(textOf(update, 'description'));
  const links = referencesIn(references.map(({ attributes }) => attributes['href']));
  const published = timeOf(childOf(update, 'issued')?.attributes['date']);
  const modified = timeOf(childOf(update, 'updated')?.attributes['date']);
  return [
    {
      id,
      source: id.startsWith('ALAS') ? 'amazon' : 'updateinfo',
      aliases: [],
      ...(upstream.length > 0 && { upstream }),
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(severity !== undefined && { severity }),
      ...(links !== undefined && { references: links }),
      ...(published !== undefined && { published }),
      ...(modified !== undefined && { modified }),
      affected: severity === undefined ? affected : affected.map((one) => ({ ...one, severity })),
    },
  ];
}

/** Amazon's ids tell the release; elsewhere the update or its collection names it. */
function releaseOf(id: string, update: XmlElement, collection: XmlElement): Ecosystem | undefined {
  const [, release] = /^ALAS(2023|2)?[A-Z0-9.-]*-\d{4}-\d+/.exec(id) ?? [];
  if (release !== undefined) return `amzn:${release}`;
  if (/^ALAS-\d{4}-\d+/.test(id)) return 'amzn:2018.03';
  const names = [childOf(update, 'release')?.text, childOf(collection, 'name')?.text, collection.attributes['short']];
  return names.flatMap((name) => (name === undefined ? [] : (ecosystemNamed(name) ?? [])))[0];
}

/** Packages of one version for several architectures are told once. */
function packagesIn(collection: XmlElement, ecosystem: Ecosystem, title: string | undefined): Affected[] {
  const arches = new Map<string, Set<string>>();
  for (const { name, attributes } of collection.children) {
    if (name !== 'package' || attributes['arch'] === 'src') continue;
    const { epoch = '0', version, release, arch = '' } = attributes;
    const evr = versionOf(
      version === undefined || release === undefined
        ? undefined
        : `${epoch === '0' || epoch === '' ? '' : `${epoch}:`}${version}-${release}`,
    );
    const key = `${nameOf(attributes['name'])}\n${evr}`;
    const set = arches.get(key) ?? new Set();
    set.add(arch);
    arches.set(key, set);
  }
  return [...arches].flatMap(([key, on]) => {
    const [name = '', fixed = ''] = key.split('\n');
    const one: Affected = {
      ecosystem,
      name,
      ranges: [{ fixed }],
      ...(!on.has('noarch') && !on.has('') && { arches: [...on] }),
    };
    const modules = isModular(one.ranges) ? modulesIn(title) : [];
    return modules.length === 0 ? [one] : modules.map((module) => ({ ...one, module }));
  });
}

function textOf(element: XmlElement, name: string): string | undefined {
  const text = childOf(element, name)?.text.trim();
  return text === '' ? undefined : text;
}
