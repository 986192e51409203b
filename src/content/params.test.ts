import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Control, controlSchema } from '../model/index.ts';
import { loadParams, paramsIn } from './params.ts';

const text = { en: 'x', ko: 'x' };
const control: Control = controlSchema.parse({
  ...{
    id: 'gate-open-hours',
    title: text,
    why: text,
    severity: 'low',
    kind: 'castle.gate',
    uses: ['castle:ListGates'],
  },
  params: {
    hours: { type: 'ints', default: [], title: text },
    guard: { type: 'string', default: 'none', title: text },
  },
  ...{ pass: 'true', remediation: { text }, tests: [{ name: 'any', facts: {}, expect: 'pass' }] },
});

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'params-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function load(yaml: string) {
  const file = path.join(dir, 'params.yaml');
  await writeFile(file, yaml);
  return loadParams(file, [control]);
}

describe('a file of params', () => {
  it('sets values for the organisation, and for single accounts over those', async () => {
    const values = paramsIn(
      await load(`
organization:
  gate-open-hours: { hours: [9, 18], guard: kim }
accounts:
  "1": { gate-open-hours: { guard: lee } }
`),
    );
    expect(values('gate-open-hours', '1')).toEqual({ hours: [9, 18], guard: 'lee' });
    expect(values('gate-open-hours', '2')).toEqual({ hours: [9, 18], guard: 'kim' });
    expect(values('other', '1')).toEqual({});
  });

  it.each([
    ['an unknown control', 'organization: { gate-closed: { hours: [1] } }', /:1:.*no control "gate-closed"/],
    [
      'an unknown param',
      'organization:\n  gate-open-hours:\n    days: [1]',
      /:3:.*no param "days" \(it has hours, guard\)/,
    ],
    ['a value of another type', 'accounts:\n  "1":\n    gate-open-hours: { hours: all }', /:3:.*of type ints/],
    ['a misspelt section', 'organisation: {}', /organisation/],
  ])('names the place of %s, in both languages', async (_, yaml, message) => {
    const error = await load(yaml).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'content-malformed', message: expect.stringMatching(message) });
    expect((error as { text: { ko: string } }).text.ko).toMatch(/[가-힣]/);
  });
});
