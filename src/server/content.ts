import path from 'node:path';
import {
  type Attack,
  contentDir,
  type DetectionLibrary,
  type KnownEvent,
  loadAttack,
  loadControls,
  loadDetections,
  loadFrameworks,
  loadKnownEvents,
} from '../content/index.ts';
import type { Catalog, Category, Control, Framework, Requirement, Text } from '../model/index.ts';
import { catalogs } from '../sources/catalogs.ts';

/** A kind of asset as the call tables describe it. */
export interface Kind {
  kind: string;
  provider: string;
  title: Text;
  category: Category;
}

/** What events are judged by and called. */
export interface EventContent {
  library: DetectionLibrary;
  known: readonly KnownEvent[];
  attack: Attack;
}

/** No detections at all. */
const noEvents: EventContent = {
  library: { detections: [], filters: [], lists: new Map(), tests: [] },
  known: [],
  attack: { tactics: [], techniques: new Map() },
};

export { contentDir };

/** What the server judges by and speaks of, loaded once at start. */
export interface Content {
  controls: ReadonlyMap<string, Control>;
  frameworks: ReadonlyMap<string, Framework>;
  catalogs: readonly Catalog[];
  /** Everything that can be called of a provider; nothing for an unknown one. */
  catalog(provider: string): Catalog;
  events: EventContent;
  /** A kind's title and category; a kind of no call table is its own title. */
  kind(kind: string): Kind;
  kinds(): Iterable<Kind>;
  /** Title of a requirement; its id where the framework does not name it. */
  requirementTitle(framework: string, requirement: string): Text;
}

/**
 * Loads every control, framework and detection below `dir`.
 *
 * @throws UserError where a file cannot be read or is malformed
 */
export async function loadContent(dir: string): Promise<Content> {
  return { ...(await loadPosture(dir)), events: await loadEventContent(dir) };
}

/**
 * Loads what facts are judged by, and no detections: reading those takes seconds.
 *
 * @throws UserError where a file cannot be read or is malformed
 */
export async function loadPosture(dir: string): Promise<Content> {
  const controls = await loadControls(path.join(dir, 'controls'));
  const frameworks = await loadFrameworks(path.join(dir, 'frameworks'));
  return contentOf(controls.map(withoutTests), frameworks, catalogs);
}

/**
 * Loads what events are judged by and called, below `dir`.
 *
 * @throws UserError where a file cannot be read or is malformed
 */
export async function loadEventContent(dir: string): Promise<EventContent> {
  // Loaded here: whoever judges facts alone needs nothing that reads events.
  const { sourcesOf } = await import('./events/sources.ts');
  const [library, known, attack] = await Promise.all([
    loadDetections(sourcesOf, path.join(dir, 'detections')),
    loadKnownEvents(path.join(dir, 'events')),
    loadAttack(path.join(dir, 'attack.yaml')),
  ]);
  return { library: withoutTests(library), known, attack };
}

/** Tests are as large as what they test, and nobody asks for them while a server runs. */
function withoutTests<T extends { tests: unknown[] }>(content: T): T {
  return { ...content, tests: [] };
}

/** Content that is loaded already, with what is looked up in it. */
export function contentOf(
  controls: readonly Control[],
  frameworks: readonly Framework[],
  catalogs: readonly Catalog[],
  events: EventContent = noEvents,
): Content {
  const kinds = new Map<string, Kind>();
  for (const { provider, calls } of catalogs) {
    for (const { makes } of calls) {
      if (makes !== undefined && !kinds.has(makes.kind)) {
        kinds.set(makes.kind, { kind: makes.kind, provider, title: makes.title, category: makes.category });
      }
    }
  }
  const titles = new Map<string, Text>();
  for (const framework of frameworks) {
    eachRequirement(framework.requirements, ({ id, title }) => titles.set(`${framework.id} ${id}`, title));
  }
  return {
    controls: new Map(controls.map((control) => [control.id, control])),
    frameworks: new Map(frameworks.map((framework) => [framework.id, framework])),
    catalogs,
    catalog: (provider) => ofProvider(catalogs, provider),
    events,
    kind: (kind) =>
      kinds.get(kind) ?? {
        kind,
        provider: kind.split('.')[0] ?? kind,
        title: { en: kind, ko: kind },
        category: 'management',
      },
    kinds: () => kinds.values(),
    requirementTitle: (framework, requirement) =>
      titles.get(`${framework} ${requirement}`) ?? { en: requirement, ko: requirement },
  };
}

/** A provider's call tables as one. */
function ofProvider(catalogs: readonly Catalog[], provider: string): Catalog {
  const own = catalogs.filter((catalog) => catalog.provider === provider);
  const [first] = own;
  if (first !== undefined && own.length === 1) return first;
  return { ...first, provider, calls: own.flatMap(({ calls }) => calls) };
}

/** Visits requirements and sections, parents first. */
export function eachRequirement(nodes: readonly Requirement[], visit: (node: Requirement) => void): void {
  for (const node of nodes) {
    visit(node);
    eachRequirement(node.children ?? [], visit);
  }
}
