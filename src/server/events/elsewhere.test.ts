import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { eventContent, trailRecord } from '../../../test/server/events.ts';
import { type Client, startTestServer } from '../../../test/server/harness.ts';
import { debianBinaries, startDebian, temporaryFolder } from '../../../test/stores.ts';
import { openStore } from '../../platform/store/index.ts';

const post = (client: Client, name: string) =>
  client.send('POST', '/v1/events', JSON.stringify([trailRecord(name, '2026-11-01T10:00:00Z')]), {
    'content-type': 'application/json',
  });

describe.skipIf(debianBinaries() === undefined)('two servers on one database', () => {
  it('share the work: one takes events in, the other serves what came of them and hands on what is changed', async () => {
    const database = await startDebian();
    const dataDir = temporaryFolder();
    const options = { dataDir, events: eventContent(), openStore: () => openStore({ databaseUrl: database.url }) };
    const first = await startTestServer(options);
    const one = await first.admin();
    const second = await startTestServer(options);
    try {
      const two = await second.admin();
      expect((await post(one, 'StopLogging')).status).toBe(200);
      const refused = await post(two, 'StopLogging');
      expect([refused.status, refused.json.error.code]).toEqual([503, 'events-elsewhere']);
      expect((await two.get('/api/v1/incidents')).json.items).toHaveLength(1);
      const detail = await two.get(`/api/v1/incidents/${(await two.get('/api/v1/incidents')).json.items[0].id}`);
      expect(detail.json).toMatchObject({ cut: true, alerts: 1 });

      await two.send('PATCH', '/api/v1/detections/aws-test-key-made', { enabled: false });
      const state = async () => (await one.get('/api/v1/detections/aws-test-key-made')).json.enabled;
      await expect.poll(state, { timeout: 20_000, interval: 500 }).toBe(false);
    } finally {
      await second.stop();
      await first.stop();
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
