import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadKnownEvents } from './known-events.ts';

const event = (id: string) =>
  `{ id: ${id}, service: iam.amazonaws.com, names: [CreateUser], category: identity, technique: T1136.003, severity: low, title: { en: User created, ko: 사용자 생성 } }`;

describe('files of known events', () => {
  it('give every event with the source that its file names', async () => {
    expect(await read({ 'aws.yaml': `source: cloudtrail\nevents: [${event('aws.iam.CreateUser')}]` })).toEqual([
      {
        id: 'aws.iam.CreateUser',
        source: 'cloudtrail',
        service: 'iam.amazonaws.com',
        names: ['CreateUser'],
        category: 'identity',
        technique: 'T1136.003',
        severity: 'low',
        named: false,
        title: { en: 'User created', ko: '사용자 생성' },
      },
    ]);
  });

  it('hold no id twice', async () => {
    const file = `source: cloudtrail\nevents: [${event('aws.iam.CreateUser')}]`;
    await expect(read({ 'one.yaml': file, 'two.yaml': file })).rejects.toMatchObject({ code: 'event-twice' });
  });
});

async function read(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'events-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return await loadKnownEvents(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
