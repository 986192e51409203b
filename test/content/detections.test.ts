import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type DetectionLibrary,
  type DetectionTest,
  loadAttack,
  loadDetections,
  type TestedDetection,
} from '../../src/content/index.ts';
import { createDetector } from '../../src/engines/detection/index.ts';
import { type Firing, isObject, type Json, type LogEvent } from '../../src/model/index.ts';
import { eventFields, eventSources } from '../../src/sources/events/index.ts';
import { enrichmentOf, recordsOf } from './detection-cases.ts';

// Whoever writes a detection need not wait for all of them: DETECTIONS=aws-console runs those whose name holds it.
const only = process.env['DETECTIONS'] ?? '';

const content = path.join(import.meta.dirname, '../../content');
const library = await loadDetections(eventFields().sourcesOf, path.join(content, 'detections'));
const attack = await loadAttack(path.join(content, 'attack.yaml'));
const tacticNames = attack.tactics.map(({ name }) => name);
const byId = new Map(library.detections.map((loaded) => [loaded.detection.id, loaded]));
const tested = library.tests.filter(({ detection }) => detection.includes(only));
const hangul = /[가-힣]/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each(tested.map((one) => [one.detection, one] as const))('%s', (id, one) => {
  it('says what it is in both languages, where it stands in ATT&CK, and what to do', () => {
    const { detection, document } = byId.get(id)!;
    expect(isObject(document) && document['id']).toMatch(uuid);
    expect(id).toMatch(/^(aws|azure|entra|m365|gcp|k8s|okta|github|gws|flow|dns)-[a-z0-9-]+$/);
    for (const text of [detection.title, detection.why, detection.respond]) {
      expect(text?.en).not.toMatch(hangul);
      expect(text?.ko).toMatch(hangul);
    }
    expect(detection.techniques.length).toBeGreaterThan(0);
    expect(detection.techniques.filter((technique) => !attack.techniques.has(technique))).toEqual([]);
    expect(detection.tactics.length).toBeGreaterThan(0);
    expect(detection.tactics.filter((tactic) => !tacticNames.includes(tactic))).toEqual([]);
    expect(detection.sources.length).toBeGreaterThan(0);
  });

  it('is tested firing and silent', () => {
    expect(one.tests.some(({ fires }) => fires > 0)).toBe(true);
    expect(one.tests.some(({ fires }) => fires === 0)).toBe(true);
  });

  it.each(one.tests.map((test) => [test.name, test] as const))('%s', (_name, test) => {
    expect(fired(one, test, library).size).toBe(test.fires);
  });
});

/** Ids of the alerts of one detection, alone with its members and all filters. */
function fired({ detection, file, base }: TestedDetection, test: DetectionTest, own: DetectionLibrary): Set<string> {
  const lists = new Map<string, readonly (string | number)[]>(
    [...library.lists].map(([name, list]) => [name, list.default]),
  );
  for (const [name, values] of Object.entries(test.lists ?? {})) lists.set(name, values);
  const alone = own.detections.filter((loaded) => file.includes(loaded.detection.id));
  const detector = createDetector(alone, {
    fields: eventFields(enrichmentOf(test)),
    filters: library.filters,
    placeholders: lists,
  });
  expect(detector.rejections).toEqual([]);
  const ids = new Set<string>();
  const note = (firings: readonly Firing[]): void => {
    for (const firing of firings) if (firing.detection === detection) ids.add(firing.id);
  };
  const { sources } = alone.find((loaded) => loaded.detection.id === detection)!.detection;
  for (const event of eventsOf(sources, test, base)) note(detector.push(event));
  note(detector.finish());
  return ids;
}

function eventsOf(ids: readonly string[], test: DetectionTest, base: Record<string, unknown>): LogEvent[] {
  const sources = eventSources.filter(({ id }) => ids.includes(id));
  return recordsOf(test, base).map((record) => {
    const source = sources.length === 1 ? sources[0] : sources.find((one) => one.recognises(record));
    const head = source?.read(record);
    if (source === undefined || head === undefined) throw new Error(`no event of ${ids}: ${JSON.stringify(record)}`);
    return { source: source.id, record, ...head };
  });
}

describe.each(['docs/detections.md', 'docs/ko/detections.md'])('the detection written out in %s', (page) => {
  it('passes its own tests', async () => {
    const text = await readFile(path.join(content, '..', page), 'utf8');
    const folder = await mkdtemp(path.join(tmpdir(), 'detection-'));
    try {
      await writeFile(path.join(folder, 'example.yaml'), /```yaml\n(title: [\s\S]*?)```/.exec(text)![1]!);
      const own = await loadDetections(eventFields().sourcesOf, folder);
      expect(own.tests).toHaveLength(1);
      for (const test of own.tests[0]!.tests) {
        expect(fired(own.tests[0]!, test, own).size, test.name).toBe(test.fires);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the detections of the product', () => {
  const alerting = library.detections.filter(({ detection }) => detection.alerts).map(({ detection }) => detection);

  it('cover every provider', () => {
    const count = (...providers: string[]): number =>
      alerting.filter(({ id }) => providers.includes(id.split('-')[0]!)).length;
    expect(alerting.length).toBeGreaterThanOrEqual(250);
    expect(count('aws')).toBeGreaterThanOrEqual(130);
    expect(count('azure', 'entra')).toBeGreaterThanOrEqual(40);
    expect(count('gcp')).toBeGreaterThanOrEqual(30);
    expect(count('k8s')).toBeGreaterThanOrEqual(25);
    for (const provider of ['m365', 'okta', 'github', 'gws', 'flow', 'dns']) {
      expect(count(provider), provider).toBeGreaterThan(0);
    }
  });

  it('all compile together', () => {
    const placeholders = new Map([...library.lists].map(([name, list]) => [name, list.default]));
    const detector = createDetector(library.detections, {
      fields: eventFields(),
      filters: library.filters,
      placeholders,
    });
    expect(detector.rejections).toEqual([]);
  });

  it('are tested wherever they alert', () => {
    const known = new Set(library.tests.map(({ detection }) => detection));
    expect(alerting.filter(({ id }) => !known.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('have ids of their own', () => {
    const ids = library.detections.map(({ document }) => isObject(document) && document['id']);
    expect(ids.filter((id, index) => id !== undefined && ids.indexOf(id) !== index)).toEqual([]);
  });

  it('say in both languages when they may fire though nothing is wrong', () => {
    for (const { detection } of library.detections) {
      for (const { en, ko } of detection.falsePositives) {
        expect([hangul.test(en), hangul.test(ko)], `${detection.id}: ${en}`).toEqual([false, true]);
        expect(en, detection.id).toMatch(/^(?:[A-Z0-9]|gcloud )/);
      }
    }
  });

  it('ask no list that is not there, and every list is asked', () => {
    const asked = new Set(
      [...library.detections.map(({ document }) => document), ...library.filters].flatMap((document) =>
        placeholdersIn(document as Json),
      ),
    );
    expect([...asked].filter((name) => !library.lists.has(name))).toEqual([]);
    expect([...library.lists.keys()].filter((name) => !asked.has(name))).toEqual([]);
  });

  it('say in both languages what their lists and filters are for', () => {
    for (const { title, about } of library.lists.values()) {
      for (const text of [title, about]) expect([hangul.test(text.en), hangul.test(text.ko)]).toEqual([false, true]);
    }
    for (const filter of library.filters) {
      expect(filter).toMatchObject({
        description: expect.any(String),
        hwaseong: { korean: { title: expect.stringMatching(hangul), description: expect.stringMatching(hangul) } },
      });
    }
  });

  it('are all there that filters name', () => {
    const named = library.filters.flatMap(
      (filter) => (filter as { filter: { rules: string | string[] } }).filter.rules,
    );
    expect(named.filter((name) => name !== 'any' && !byId.has(name))).toEqual([]);
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
