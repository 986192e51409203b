import path from 'node:path';
import type { Detection, Severity } from '../model/index.ts';
import { UserError } from '../model/index.ts';
import {
  type DetectionList,
  type DetectionTest,
  listsSchema,
  milliseconds,
  type SigmaDocument,
  sigmaDocumentSchema,
} from './detection-format.ts';
import { yamlFilesBelow } from './files.ts';
import { parseYamlDocuments, readYaml, readYamlDocuments } from './yaml.ts';

/** Ids of the event sources that a Sigma logsource means: `EventFields.sourcesOf` of `sources/events`. */
export type SourcesOf = (logsource: { product?: string; service?: string; category?: string }) => readonly string[];

/** A detection with its Sigma document, as the engine takes it. */
export interface LoadedDetection {
  detection: Detection;
  document: unknown;
}

/** The tests that a detection brings. */
export interface TestedDetection {
  /** Id of the detection. */
  detection: string;
  /** Ids of all detections of its file: members of a correlation, and itself. */
  file: readonly string[];
  /** What every event of the tests is laid over. */
  base: Record<string, unknown>;
  tests: readonly DetectionTest[];
}

/** Everything that lies in folders of detections. */
export interface DetectionLibrary {
  detections: LoadedDetection[];
  /** Sigma filters. */
  filters: unknown[];
  /** Lists that placeholders ask, by name. */
  lists: Map<string, DetectionList>;
  tests: TestedDetection[];
}

/** Fields that tell alerts apart where a detection does not say. */
const usualGroup = ['hwaseong.actor', 'hwaseong.account'] as const;

/** How our own content signs: of everybody else's it is told who wrote it. */
const ownAuthor = 'Hwaseong';

/** Files read at once. */
const AT_ONCE = 32;

const day = 86_400_000;

/** A file of this name at the top of a folder holds its lists. */
const listsFile = 'lists.yaml';

/**
 * Every detection below one or more folders, in the order of their ids, with filters, lists and tests.
 * Files of one folder and its subfolders are Sigma documents, one or more a file; `lists.yaml` at its top holds the lists.
 *
 * @throws UserError `content-unreadable`, `content-malformed`, `content-too-many`; `detection-twice` where an id or the
 * name of a list stands twice
 */
export async function loadDetections(sourcesOf: SourcesOf, ...dirs: string[]): Promise<DetectionLibrary> {
  const library: DetectionLibrary = { detections: [], filters: [], lists: new Map(), tests: [] };
  const fileOf = new Map<string, string>();
  const claim = (id: string, file: string): void => {
    const other = fileOf.get(id);
    if (other !== undefined) throw twice(id, other, file);
    fileOf.set(id, file);
  };
  for (const dir of dirs) {
    const files = (await yamlFilesBelow(dir)).sort();
    const lists = files.find((file) => path.relative(dir, file) === listsFile);
    for (const [name, list] of Object.entries(lists === undefined ? {} : await readYaml(lists, listsSchema))) {
      claim(`%${name}%`, lists!);
      library.lists.set(name, list);
    }
    const rules = files.filter((file) => file !== lists);
    for (let next = 0; next < rules.length; next += AT_ONCE) {
      const batch = rules.slice(next, next + AT_ONCE);
      const documents = await Promise.all(batch.map((file) => readYamlDocuments(file, sigmaDocumentSchema)));
      for (const [index, file] of batch.entries()) {
        const part = assemble(documents[index]!, sourcesOf, 'product');
        for (const { detection } of part.detections) claim(detection.id, file);
        library.detections.push(...part.detections);
        library.filters.push(...part.filters);
        library.tests.push(...part.tests);
      }
    }
  }
  library.detections.sort((a, b) => (a.detection.id < b.detection.id ? -1 : 1));
  return library;
}

/**
 * The detections and filters in a text of Sigma documents, as a user brings them. Nothing of ours is demanded of them:
 * where a document says nothing in Korean, its English stands in.
 *
 * @param name what errors call the text
 * @throws UserError `content-malformed`, naming line and column; `detection-twice`
 */
export function parseDetections(
  text: string,
  name: string,
  sourcesOf: SourcesOf,
): Pick<DetectionLibrary, 'detections' | 'filters'> {
  const part = assemble(parseYamlDocuments(text, name, sigmaDocumentSchema), sourcesOf, 'user');
  const ids = new Set<string>();
  for (const { detection } of part.detections) {
    if (ids.has(detection.id)) throw twice(detection.id, name, name);
    ids.add(detection.id);
  }
  return { detections: part.detections, filters: part.filters };
}

function assemble(
  documents: readonly SigmaDocument[],
  sourcesOf: SourcesOf,
  origin: 'product' | 'user',
): Omit<DetectionLibrary, 'lists'> {
  const rules = documents.filter(({ filter }) => filter == null);
  const members = new Set(
    rules.flatMap(({ correlation }) => (correlation && !correlation.generate ? (correlation.rules ?? []) : [])),
  );
  const sourcesIn = sourcesReader(rules, sourcesOf);
  const detections = rules.map((document) => ({
    detection: describe(document, sourcesIn(document), origin, !isNamedIn(members, document)),
    document: withoutTests(document),
  }));
  const file = detections.map(({ detection }) => detection.id);
  const tests = rules.flatMap((document, index) => {
    const { tests: own, base = {} } = document.hwaseong ?? {};
    return own ? [{ detection: file[index]!, file, base, tests: own }] : [];
  });
  const filters = documents.filter(({ filter }) => filter != null);
  return { detections, filters, tests };
}

function describe(
  document: SigmaDocument,
  sources: readonly string[],
  origin: 'product' | 'user',
  standsAlone: boolean,
): Detection {
  const own = document.hwaseong ?? {};
  const why = document.description?.trim() || document.title;
  const { techniques, tactics } = attackOf(document.tags ?? []);
  return {
    id: idOf(document, origin),
    title: { en: document.title, ko: own.korean?.title ?? document.title },
    why: { en: why, ko: own.korean?.description?.trim() ?? why },
    ...(own.respond && { respond: own.respond }),
    severity: severityOf(document.level),
    techniques,
    tactics,
    sources,
    kind: document.correlation ? 'correlation' : 'rule',
    alerts: own.alert ?? standsAlone,
    groupBy: own['group-by'] ?? document.correlation?.['group-by'] ?? usualGroup,
    period: own.period === undefined ? day : milliseconds(own.period),
    ...(document.author && document.author !== ownAuthor ? { author: document.author } : {}),
    origin,
    references: document.references ?? [],
    falsePositives: (document.falsepositives ?? []).map((en, index) => ({
      en,
      ko: own.korean?.falsepositives?.[index] ?? en,
    })),
  };
}

/** Our own content goes by names, rules of others by the id that their author gave for life. */
function idOf({ name, id, title }: SigmaDocument, origin: 'product' | 'user'): string {
  return (origin === 'product' ? name || id : id || name) || title;
}

function isNamedIn(names: ReadonlySet<string>, { name, id }: SigmaDocument): boolean {
  return (name != null && names.has(name)) || (id != null && names.has(id));
}

function severityOf(level: SigmaDocument['level']): Severity {
  return level === 'informational' ? 'info' : (level ?? 'medium');
}

/** Techniques and tactics of Sigma's tags: `attack.t1078.004`, `attack.initial-access`. Groups and software are left out. */
function attackOf(tags: readonly string[]): { techniques: string[]; tactics: string[] } {
  const names = tags.map((tag) => /^attack\.(.+)$/i.exec(tag)?.[1]?.toLowerCase()).filter((name) => name !== undefined);
  return {
    techniques: [...new Set(names.filter((name) => /^t\d/.test(name)).map((name) => name.toUpperCase()))],
    tactics: [...new Set(names.filter((name) => !/^[a-z]{1,2}\d/.test(name)).map((name) => name.replaceAll('_', '-')))],
  };
}

/** Gives the event sources of a rule by its logsource, of a correlation by the rules it names. */
function sourcesReader(
  documents: readonly SigmaDocument[],
  sourcesOf: SourcesOf,
): (document: SigmaDocument) => readonly string[] {
  const byName = new Map<string, SigmaDocument>();
  for (const document of documents) {
    for (const name of [document.name, document.id]) if (name != null) byName.set(name, document);
  }
  return (document) => {
    const sources = new Set<string>();
    const seen = new Set([document]);
    for (const next of seen) {
      const { product, service, category } = next.logsource ?? {};
      if (next.logsource) {
        const logsource = {
          ...(product != null && { product }),
          ...(service != null && { service }),
          ...(category != null && { category }),
        };
        for (const source of sourcesOf(logsource)) sources.add(source);
      }
      for (const name of next.correlation?.rules ?? []) {
        const member = byName.get(name);
        if (member) seen.add(member);
      }
    }
    return [...sources].sort();
  };
}

/** Tests are many times the size of a rule, and nothing needs them while events pass. */
function withoutTests(document: SigmaDocument): SigmaDocument {
  if (!document.hwaseong) return document;
  const { tests: _tests, base: _base, ...rest } = document.hwaseong;
  return { ...document, hwaseong: rest };
}

function twice(id: string, first: string, second: string): UserError {
  return new UserError('detection-twice', {
    en: `${id} stands twice, in ${first} and in ${second}. Give one of them another id.`,
    ko: `${id}이(가) ${first}와 ${second}에 두 번 있습니다. 둘 중 하나의 id를 바꾸세요.`,
  });
}
