import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DetectionTest, loadAttack, loadDetections, type TestedDetection } from '../../src/content/index.ts';
import { isObject, type Json, type LogEvent } from '../../src/model/index.ts';
import { enrichmentOf, recordsOf } from './detection-cases.ts';

// Those who write detections need not wait for all of them: DETECTIONS=aws-console runs the files whose name holds it.
const only = process.env['DETECTIONS'] ?? '';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'content/detections');

// Until both parts are there, only the format is checked.
const enginePath = path.join(root, 'src/engines/detection/index.ts');
const sourcesPath = path.join(root, 'src/sources/events/index.ts');
const running = existsSync(enginePath) && existsSync(sourcesPath);
const { createDetector } = running ? await import(enginePath) : {};
const { eventFields, eventSources } = running ? await import(sourcesPath) : {};
const sourcesOf = running ? eventFields().sourcesOf : () => [];

const library = await loadDetections(sourcesOf, folder);
const attack = await loadAttack(path.join(root, 'content/attack.yaml'));
const tacticNames = attack.tactics.map(({ name }) => name);
const byId = new Map(library.detections.map((loaded) => [loaded.detection.id, loaded]));
const hangul = /[가-힣]/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const tested = library.tests.filter(({ detection }) => detection.includes(only));

describe.each(tested.map((one) => [one.detection, one] as const))('%s', (id, one) => {
  it('says what it is in both languages, where it stands in ATT&CK, and what to do', () => {
    const { detection, document } = byId.get(id)!;
    expect(isObject(document) && document['id']).toMatch(uuid);
    expect(id).toMatch(/^(aws|azure|entra|m365|gcp|k8s|okta|github|gws|flow|dns)-[a-z0-9-]+$/);
    expect(detection.title.en).not.toMatch(hangul);
    for (const text of [detection.title, detection.why, detection.respond]) expect(text?.ko).toMatch(hangul);
    expect(detection.techniques.length).toBeGreaterThan(0);
    expect(detection.techniques.filter((technique) => !attack.techniques.has(technique))).toEqual([]);
    expect(detection.tactics.length).toBeGreaterThan(0);
    expect(detection.tactics.filter((tactic) => !tacticNames.includes(tactic))).toEqual([]);
    expect(one.tests.some(({ fires }) => fires > 0) && one.tests.some(({ fires }) => fires === 0)).toBe(true);
    if (running) expect(detection.sources.length).toBeGreaterThan(0);
  });

  it.runIf(running).each(one.tests.map((test) => [test.name, test] as const))('%s', (_name, test) => {
    expect(fired(one, test).size).toBe(test.fires);
  });
});

/** Ids of the alerts of one detection, alone with its members and all filters. */
function fired({ detection, file, base }: TestedDetection, test: DetectionTest): Set<string> {
  const lists = new Map<string, readonly (string | number)[]>(
    [...library.lists].map(([name, list]) => [name, list.default]),
  );
  for (const [name, values] of Object.entries(test.lists ?? {})) lists.set(name, values);
  const detector = createDetector(
    file.map((id) => byId.get(id)!),
    { fields: eventFields(enrichmentOf(test)), filters: library.filters, placeholders: lists },
  );
  expect(detector.rejections).toEqual([]);
  const ids = new Set<string>();
  const note = (firings: readonly { id: string; detection: string }[]): void => {
    for (const firing of firings) if (firing.detection === detection) ids.add(firing.id);
  };
  for (const event of eventsOf(detection, test, base)) note(detector.push(event));
  note(detector.finish());
  return ids;
}

function eventsOf(detection: string, test: DetectionTest, base: Record<string, unknown>): LogEvent[] {
  const ids = byId.get(detection)!.detection.sources;
  const sources = eventSources.filter(({ id }: { id: string }) => ids.includes(id));
  return recordsOf(test, base).map((record) => {
    const source =
      sources.length === 1
        ? sources[0]
        : sources.find((one: { recognises(record: unknown): boolean }) => one.recognises(record));
    const head = source?.read(record);
    if (head === undefined) throw new Error(`no event of ${ids}: ${JSON.stringify(record)}`);
    return { source: source.id, record, ...head };
  });
}

describe('the detections of the product', () => {
  it('ask no list that is not there', () => {
    const unknown = library.detections.flatMap(({ detection, document }) =>
      placeholdersIn(document as Json)
        .filter((name) => !library.lists.has(name))
        .map((name) => `${detection.id} asks %${name}%`),
    );
    expect(unknown).toEqual([]);
  });

  it('are tested wherever they alert', () => {
    const known = new Set(library.tests.map(({ detection }) => detection));
    expect(
      library.detections
        .filter(({ detection }) => detection.alerts && !known.has(detection.id))
        .map((d) => d.detection.id),
    ).toEqual([]);
  });

  it('have ids of their own', () => {
    const ids = library.detections.map(({ document }) => (document as { id?: string }).id).filter(Boolean);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});

/** Names of the lists that a Sigma document asks, in values of fields with `|expand`. */
function placeholdersIn(value: Json, expands = false): string[] {
  if (typeof value === 'string') {
    return expands ? [...value.matchAll(/%([a-z][a-z0-9_]*)%/gi)].map(([, name]) => name!) : [];
  }
  if (Array.isArray(value)) return value.flatMap((one) => placeholdersIn(one, expands));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => placeholdersIn(inner!, expands || key.includes('|expand')));
}
