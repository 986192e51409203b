import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Collection, Fact, Json } from '../../model/index.ts';
import { openSegments, readAnswers } from '../../platform/segments/index.ts';
import { copyFresh } from './fresh-facts.ts';

const recorded = '2026-01-01T00:00:00.000Z';
const call = {
  ...{ tenant: 't', connection: 'c', provider: 'aws', account: '111122223333', region: 'global' },
  ...{ service: 'iam', operation: 'ListUsers', params: {} },
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'fresh-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function copied(data: Json, now: string) {
  const [from, to] = [path.join(dir, 'from'), path.join(dir, 'to')];
  const segments = await openSegments(from);
  const fact: Fact = { type: 'fact', ...call, item: 0, data, collectedAt: recorded };
  const ended = { pages: 1, items: 1, complete: true, startedAt: recorded, finishedAt: recorded };
  const collection: Collection = { type: 'collection', ...call, ...ended };
  await segments.write(fact);
  await segments.write(collection);
  await segments.close();
  await copyFresh(from, to, new Date(now));
  const answers = [];
  for await (const answer of readAnswers(to)) answers.push(answer);
  return answers[0];
}

it('moves what happened by the time that passed since the recording', async () => {
  const data = {
    UserName: 'kim',
    CreateDate: '2025-01-01T00:00:00.000Z',
    Tags: [{ Key: 'until', Value: '2026-02-01T00:00:00+00:00' }],
  };
  expect(await copied(data, '2026-01-11T00:00:00Z')).toMatchObject({
    collection: { startedAt: '2026-01-11T00:00:00.000Z', finishedAt: '2026-01-11T00:00:00.000Z' },
    items: [
      {
        UserName: 'kim',
        CreateDate: '2025-01-11T00:00:00.000Z',
        Tags: [{ Key: 'until', Value: '2026-02-11T00:00:00.000Z' }],
      },
    ],
  });
});

it('leaves alone what is no time: dates of policy languages, numbers, names', async () => {
  const data = {
    Version: '2012-10-17',
    Policy: '{"a":"2025-01-01T00:00:00Z"}',
    Size: 3,
    Name: 'backup-2025-01-01T00:00:00Z',
    None: null,
  };
  expect((await copied(data, '2027-01-01T00:00:00Z'))?.items).toEqual([data]);
});
