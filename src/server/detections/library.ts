import { type DetectionLibrary, type KnownEvent, type LoadedDetection, parseDetections } from '../../content/index.ts';
import type { DetectionSource, Placeholders } from '../../engines/detection/types.ts';
import { type Activity, type Detection, isObject, type Text, UserError } from '../../model/index.ts';
import { placeOf, sourcesOf } from '../events/sources.ts';
import type { Services } from '../services.ts';
import { readSettings } from '../settings.ts';
import { type DetectionException, type FilteredRule, readExceptions, sigmaFilters } from './exceptions.ts';
import { readWatches, type Watch, watchRules } from './watches.ts';

/** A detection with its text, and whether it is switched on. */
export interface ShelvedDetection extends LoadedDetection {
  enabled: boolean;
  /** The watch that it stands for. */
  watch?: string;
}

/** A list that detections ask, with what it holds now. */
export interface ShelvedList {
  id: string;
  title: { en: string; ko: string };
  about: { en: string; ko: string };
  values: readonly (string | number)[];
  /** Somebody set it. */
  changed: boolean;
}

/** What a detector is made of. */
export interface DetectorPlan {
  detections: DetectionSource[];
  filters: unknown[];
  placeholders: Placeholders;
  /** Whose hours and weekdays count. */
  timeZone: string;
}

/** All detections as they stand: the product's, the users', and the watches. */
export interface Library {
  /** When it was read: exceptions that expire later were in force then. */
  readAt: Date;
  detections: ReadonlyMap<string, ShelvedDetection>;
  watches: readonly Watch[];
  exceptions: readonly DetectionException[];
  lists: readonly ShelvedList[];
  known: ReadonlyMap<string, KnownEvent>;
  /** The known event that an activity is. */
  knownId(activity: Pick<Activity, 'source' | 'service' | 'action'>): string | undefined;
  /** Texts that users brought which cannot be read any more. */
  broken: readonly { rule: string; reason: Text }[];
  plan: DetectorPlan;
  /** The rules that a filter for a detection has to name: itself, or what it counts. */
  rulesOf(detection: string): FilteredRule[];
  /** What a correlation counts, down to the rules; empty for a rule. */
  membersOf(detection: string): ShelvedDetection[];
}

type Store = Pick<Services, 'db' | 'tenant' | 'content'>;

/** Reads the library as it is set now. Exceptions that expired are known, and part of no plan. */
export async function readLibrary(services: Store, now: Date): Promise<Library> {
  const { db, tenant, content } = services;
  const [{ timeZone }, settings, imports, exceptions, watches, lists] = await Promise.all([
    readSettings(services),
    db.selectFrom('detection_settings').select(['detection', 'enabled']).where('tenant', '=', tenant).execute(),
    db.selectFrom('detection_imports').select(['id', 'yaml']).where('tenant', '=', tenant).orderBy('id').execute(),
    readExceptions(services),
    readWatches(services),
    db.selectFrom('detection_lists').select(['id', 'entries']).where('tenant', '=', tenant).execute(),
  ]);
  const product = content.events.library;
  const brought = readImports(imports);
  const set = new Map(settings.map(({ detection, enabled }) => [detection, enabled]));
  const known = new Map(content.events.known.map((event) => [event.id, event]));
  const detections = new Map<string, ShelvedDetection>();
  for (const loaded of [...product.detections, ...brought.detections]) {
    detections.set(loaded.detection.id, { ...loaded, enabled: set.get(loaded.detection.id) ?? true });
  }
  for (const watch of watches) {
    for (const rule of watchRules(watch, known, placeOf)) {
      detections.set(rule.detection.id, { ...rule, enabled: watch.enabled, watch: watch.id });
    }
  }
  const shelved = listsOf(product.lists, new Map(lists.map(({ id, entries }) => [id, entries])));
  const rulesOf = (id: string) => filteredRules(detections, id);
  const filters = exceptions
    .filter(({ expires_at }) => expires_at > now)
    .flatMap((exception) => sigmaFilters(exception, rulesOf(exception.detection)));
  return {
    readAt: now,
    detections,
    watches,
    exceptions,
    lists: shelved,
    known,
    knownId: knownIds(content.events.known),
    broken: brought.broken,
    rulesOf,
    membersOf: (id) => membersOf(detections, id),
    plan: {
      detections: inForce(detections),
      filters: [...product.filters, ...brought.filters, ...filters],
      placeholders: new Map(shelved.map(({ id, values }) => [id, values])),
      timeZone,
    },
  };
}

function knownIds(known: readonly KnownEvent[]): Library['knownId'] {
  const ids = new Map<string, string>();
  for (const { id, source, service, names } of known) {
    for (const name of names) ids.set(`${source} ${service} ${name}`, id);
  }
  return ({ source, service, action }) => ids.get(`${source} ${service} ${action}`);
}

/** What is switched on, and the rules that correlations count: those raise nothing by themselves. */
function inForce(detections: ReadonlyMap<string, ShelvedDetection>): DetectionSource[] {
  const needed = new Set<string>();
  for (const { enabled, document } of detections.values()) if (enabled) addMembers(detections, document, needed);
  return [...detections.values()]
    .filter(({ enabled, detection }) => enabled || needed.has(detection.id))
    .map(({ detection, document, enabled }) => ({
      detection: enabled ? detection : { ...detection, alerts: false },
      document,
    }));
}

function addMembers(detections: ReadonlyMap<string, ShelvedDetection>, document: unknown, into: Set<string>): void {
  for (const name of memberNames(document)) {
    const member = byName(detections, name);
    if (member === undefined || into.has(member.detection.id)) continue;
    into.add(member.detection.id);
    addMembers(detections, member.document, into);
  }
}

function memberNames(document: unknown): string[] {
  const correlation = isObject(document) ? document['correlation'] : undefined;
  const rules = isObject(correlation) ? correlation['rules'] : undefined;
  if (typeof rules === 'string') return [rules];
  return Array.isArray(rules) ? rules.filter((rule) => typeof rule === 'string') : [];
}

/** Correlations name rules by `name` or `id`, whichever they like. */
function byName(detections: ReadonlyMap<string, ShelvedDetection>, name: string): ShelvedDetection | undefined {
  const found = detections.get(name);
  if (found !== undefined) return found;
  for (const one of detections.values()) {
    if (isObject(one.document) && (one.document['name'] === name || one.document['id'] === name)) return one;
  }
  return undefined;
}

function membersOf(detections: ReadonlyMap<string, ShelvedDetection>, id: string): ShelvedDetection[] {
  const ids = new Set<string>();
  addMembers(detections, detections.get(id)?.document, ids);
  return [...ids].map((member) => detections.get(member) as ShelvedDetection);
}

function filteredRules(detections: ReadonlyMap<string, ShelvedDetection>, id: string): FilteredRule[] {
  const shelved = detections.get(id);
  if (shelved === undefined) return [];
  const rules = shelved.detection.kind === 'correlation' ? membersOf(detections, id) : [shelved];
  return rules.flatMap(({ document, detection }) =>
    detection.kind === 'rule' && isObject(document)
      ? [{ id: detection.id, logsource: document['logsource'] ?? {} }]
      : [],
  );
}

function readImports(
  rows: readonly { id: string; yaml: string }[],
): Pick<DetectionLibrary, 'detections' | 'filters'> & { broken: { rule: string; reason: Text }[] } {
  const detections: LoadedDetection[] = [];
  const filters: unknown[] = [];
  const broken: { rule: string; reason: Text }[] = [];
  // Read together where that goes, so that a correlation knows the rules it names.
  try {
    const whole = parseDetections(rows.map(({ yaml }) => yaml).join('\n---\n'), 'imports', sourcesOf);
    return { ...whole, broken };
  } catch {
    for (const { id, yaml } of rows) {
      try {
        const part = parseDetections(yaml, id, sourcesOf);
        detections.push(...part.detections);
        filters.push(...part.filters);
      } catch (error) {
        broken.push({ rule: id, reason: reasonOf(error) });
      }
    }
  }
  return { detections, filters, broken };
}

/** Why a text cannot be read, for people. */
export function reasonOf(error: unknown): Text {
  if (error instanceof UserError) return error.text;
  const { message } = error as Error;
  return { en: message, ko: message };
}

function listsOf(lists: DetectionLibrary['lists'], set: ReadonlyMap<string, string[]>): ShelvedList[] {
  return [...lists].map(([id, { title, about, default: usual }]) => {
    const own = set.get(id);
    return { id, title, about, values: own ?? usual, changed: own !== undefined };
  });
}

/** A detection that people see in lists: no watch, and no mere member of a correlation. */
export function isListed({ detection }: { detection: Detection }): boolean {
  return detection.alerts && detection.origin !== 'watch';
}
