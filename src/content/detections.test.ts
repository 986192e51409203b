import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { UserError } from '../model/index.ts';
import { loadDetections, parseDetections, type SourcesOf } from './detections.ts';

const sourcesOf: SourcesOf = ({ product, service }) =>
  product === 'aws' ? (service === undefined ? ['cloudtrail', 'guardduty'] : [service]) : [];

const signIn = `
title: Console sign-in
name: aws-console-sign-in
id: 0b3b1f6e-7a36-4f3c-8d0f-6f3d6f0e2a11
description: Somebody signed in.
tags: [attack.initial-access, attack.t1078.004, attack.g0016, cve.2021-44228]
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ConsoleLogin }, condition: selection }
level: informational
`;

const burst = `
title: Many sign-ins
name: aws-many-sign-ins
correlation:
  type: event_count
  rules: [aws-console-sign-in]
  group-by: [hwaseong.actor]
  timespan: 10m
  condition: { gte: 5 }
level: high
`;

describe('a detection read from Sigma', () => {
  it('has the title, level, techniques and sources that the rule states', () => {
    const [{ detection } = { detection: undefined }] = parseDetections(signIn, 'rules.yaml', sourcesOf).detections;
    expect(detection).toMatchObject({
      title: { en: 'Console sign-in', ko: 'Console sign-in' },
      why: { en: 'Somebody signed in.' },
      severity: 'info',
      techniques: ['T1078.004'],
      tactics: ['initial-access'],
      sources: ['cloudtrail'],
      kind: 'rule',
      alerts: true,
      groupBy: ['hwaseong.actor', 'hwaseong.account'],
      period: 86_400_000,
    });
  });

  it('says in both languages when it may fire though nothing is wrong, as far as it is said', () => {
    const rule = `${signIn}falsepositives: [A new colleague, Travel]\nhwaseong: { korean: { title: 콘솔 로그인, falsepositives: [새 동료] } }\n`;
    expect(parseDetections(rule, 'rules.yaml', sourcesOf).detections[0]?.detection.falsePositives).toEqual([
      { en: 'A new colleague', ko: '새 동료' },
      { en: 'Travel', ko: 'Travel' },
    ]);
  });

  it('goes by the id of its author where a user brings it, and by its name among our own', async () => {
    const brought = parseDetections(signIn, 'rules.yaml', sourcesOf).detections.map(({ detection }) => detection.id);
    expect(brought).toEqual(['0b3b1f6e-7a36-4f3c-8d0f-6f3d6f0e2a11']);
    const { detections } = await libraryOf({ 'sign-in.yaml': signIn });
    expect(detections.map(({ detection }) => detection.id)).toEqual(['aws-console-sign-in']);
  });

  it('does not alert by itself where a correlation beside it counts it, unless it says so', () => {
    const alerts = (text: string) =>
      parseDetections(text, 'rules.yaml', sourcesOf).detections.map(({ detection }) => detection.alerts);
    expect(alerts(`${signIn}---${burst}`)).toEqual([false, true]);
    expect(alerts(`${signIn}hwaseong: { alert: true }\n---${burst}`)).toEqual([true, true]);
    expect(alerts(`${signIn}---${burst.replace('timespan', 'generate: true\n  timespan')}`)).toEqual([true, true]);
  });

  it('reads the sources of the rules it joins', () => {
    const [, correlation] = parseDetections(`${signIn}---${burst}`, 'rules.yaml', sourcesOf).detections;
    expect(correlation?.detection).toMatchObject({
      kind: 'correlation',
      sources: ['cloudtrail'],
      groupBy: ['hwaseong.actor'],
    });
  });

  it('keeps who wrote it, where not we', () => {
    const author = (text: string) => parseDetections(text, 'rules.yaml', sourcesOf).detections[0]?.detection.author;
    expect(author(`${signIn}author: Minji Kim\n`)).toBe('Minji Kim');
    expect(author(`${signIn}author: Hwaseong\n`)).toBeUndefined();
  });

  it('takes rules that leave out what Sigma leaves to the author', () => {
    const text = 'title: T\nlogsource: {}\ndetection: { a: { b: c }, condition: a }\nreferences: https://example.com\n';
    const [{ detection } = { detection: undefined }] = parseDetections(text, 'rules.yaml', sourcesOf).detections;
    expect(detection).toMatchObject({ id: 'T', severity: 'medium', references: ['https://example.com'] });
  });

  it('says where a text is no Sigma', () => {
    const errorOf = (text: string) => {
      try {
        parseDetections(text, 'rules.yaml', sourcesOf);
      } catch (error) {
        return (error as UserError).text.en;
      }
      return undefined;
    };
    expect(errorOf('title: [\n')).toMatch(/^rules\.yaml:\d/);
    expect(errorOf('title: T\nlevel: loud\ndetection: {}\n')).toMatch(/^rules\.yaml:2:8: level:/);
    expect(errorOf('title: T\n')).toMatch(/one of a rule \(detection\), a correlation or a filter/);
    expect(errorOf(`${signIn}---${signIn}`)).toMatch(/stands twice/);
  });

  it('throws nothing but errors for people, whatever the documents hold', () => {
    const key = fc.constantFrom('title', 'name', 'tags', 'logsource', 'detection', 'correlation', 'filter', 'hwaseong');
    fc.assert(
      fc.property(fc.array(fc.dictionary(key, fc.jsonValue()), { maxLength: 3 }), (documents) => {
        try {
          parseDetections(documents.map((one) => stringify(one)).join('---\n'), 'rules.yaml', sourcesOf);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('folders of detections', () => {
  it('give detections, filters, lists and tests apart', async () => {
    const tests = 'hwaseong: { base: { a: 1 }, tests: [{ name: n, events: [{ b: 2 }], fires: 1 }] }\n';
    const library = await libraryOf({
      'lists.yaml': 'admins: { title: { en: A, ko: 가 }, about: { en: B, ko: 나 }, default: [alice] }\n',
      'aws/many.yaml': `${signIn}---${burst}${tests}`,
      'filters/own.yaml':
        'title: F\nlogsource: { product: aws }\nfilter: { rules: any, a: { b: c }, condition: not a }\n',
    });
    expect(library.detections.map(({ detection }) => detection.id)).toEqual([
      'aws-console-sign-in',
      'aws-many-sign-ins',
    ]);
    expect(library.filters).toMatchObject([{ title: 'F' }]);
    expect(library.lists.get('admins')?.default).toEqual(['alice']);
    expect(library.tests).toEqual([
      {
        detection: 'aws-many-sign-ins',
        file: ['aws-console-sign-in', 'aws-many-sign-ins'],
        base: { a: 1 },
        tests: [{ name: 'n', events: [{ b: 2 }], fires: 1 }],
      },
    ]);
    expect(library.detections[1]?.document).toMatchObject({ hwaseong: {} });
  });

  it('hold no name twice', async () => {
    await expect(libraryOf({ 'one.yaml': signIn, 'two.yaml': signIn })).rejects.toMatchObject({
      code: 'detection-twice',
    });
  });
});

/** The library in a folder of these files. */
async function libraryOf(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'detections-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await loadDetections(sourcesOf, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
