import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openVault, type Vault } from '../platform/crypto.ts';
import { openStore, type Store, DEFAULT_TENANT as tenant } from '../platform/store/index.ts';
import { channelContext, deliverDue, type Sender } from './deliver.ts';
import { newOutbox } from './outbox.ts';
import type { Notice } from './types.ts';

let store: Store;
let vault: Vault;
let server: Server;
let url: string;
let posts: { path: string; body: { text: string } }[];
let status: (path: string) => number;
let now: Date;

beforeAll(async () => {
  store = await openStore();
  vault = await openVault(path.join(await mkdtemp(path.join(tmpdir(), 'outbox-')), 'key'));
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      posts.push({ path: request.url ?? '', body: JSON.parse(body) });
      response.writeHead(status(request.url ?? '')).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await store.close();
});

beforeEach(async () => {
  posts = [];
  status = () => 200;
  now = new Date('2026-11-02T03:00:00Z');
  await store.db.deleteFrom('notices').execute();
  await store.db.deleteFrom('channels').execute();
});

const clock = () => now;
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const deliver = () => deliverDue({ db: store.db, tenant, vault, clock, consoleUrl: async () => '' } satisfies Sender);
const tell = (...notices: Notice[]) => newOutbox(clock)(store.db, tenant, notices);
const states = async () =>
  (await store.db.selectFrom('deliveries').select(['state', 'attempts']).orderBy('seq').execute()).map(
    (row) => `${row.state} ${row.attempts}`,
  );

async function channel(
  id: string,
  more: { quiet?: object; digest?: number; severity?: 'high' | 'low' | null; account?: string; asset?: string } = {},
) {
  const { sealed, keyId } = await vault.seal(`${url}/${id}`, channelContext(tenant, id));
  await store.db
    .insertInto('channels')
    .values({
      tenant,
      id,
      name: id,
      type: 'slack',
      language: 'en',
      secret: sealed,
      key_id: keyId,
      quiet: more.quiet === undefined ? null : JSON.stringify(more.quiet),
      digest_minutes: more.digest ?? null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  if (more.severity === null) return;
  const { severity = 'high', account = null, asset = null } = more;
  await store.db
    .insertInto('routing')
    .values({ tenant, id: `r-${id}`, position: 1, channel: id, severity, account, asset })
    .execute();
}

function notice(id: string, more: Partial<Notice> = {}): Notice {
  return {
    id,
    kind: 'incident-opened',
    severity: 'high',
    title: { en: `notice ${id}`, ko: `알림 ${id}` },
    summary: { en: 's', ko: 's' },
    account: '111122223333',
    assets: ['arn:aws:s3:::ledgers'],
    tags: ['env=prod'],
    at: now,
    path: '/incidents/x',
    techniques: [],
    ...more,
  };
}

describe('the outbox', () => {
  it('tells a notice once, however often it is put in', async () => {
    await channel('soc');
    expect(await tell(notice('a'))).toBe(1);
    expect(await tell(notice('a'), notice('b'))).toBe(1);
    expect(await deliver()).toBe(2);
    expect(await deliver()).toBe(0);
    expect(posts.map(({ body }) => body.text)).toEqual(['[High] notice a', '[High] notice b']);
  });

  it('tells what was long past when it became known together, and calls nobody', async () => {
    await channel('soc', { severity: 'low' });
    const past = new Date(now.getTime() - 25 * 3_600_000);
    const old = Array.from({ length: 230 }, (_, n) =>
      notice(`old ${n}`, { at: past, severity: n === 7 ? 'high' : 'low' }),
    );
    const queue = newOutbox(clock);
    await queue(store.db, tenant, [
      ...old,
      notice('new'),
      notice('a vulnerability', { kind: 'vulnerability', at: past }),
    ]);
    expect(await deliver()).toBe(2);
    later(1);
    expect(await deliver()).toBe(230);
    await queue(store.db, tenant, [notice('later', { at: past })]);
    later(10);
    expect(await deliver()).toBe(0);
    later(5);
    expect(await deliver()).toBe(1);
    expect(posts.map(({ body }) => body.text)).toEqual([
      '[High] notice new',
      '[High] notice a vulnerability',
      'History: 230 incidents and alerts in older events',
      'History: 1 incident or alert in older events',
    ]);
    expect(JSON.stringify(posts[2]?.body)).toMatch(/\[High\] notice old 7/);
  });

  it('tells nothing as history where that is switched off', async () => {
    await channel('soc');
    const set = { tenant, name: 'historyHours', value: '0', updated_at: now, updated_by: 'mina' };
    await store.db.insertInto('settings').values(set).execute();
    await tell(notice('old', { at: new Date(0) }));
    expect(await deliver()).toBe(1);
    await store.db.deleteFrom('settings').execute();
  });

  it('is one with the transaction it is filled in', async () => {
    await channel('soc');
    const undone = store.db.transaction().execute(async (trx) => {
      await newOutbox(clock)(trx, tenant, [notice('a')]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await deliver()).toBe(0);
  });

  it('goes by severity, account and asset; a watch names its channels', async () => {
    await channel('high');
    await channel('all', { severity: 'low' });
    await channel('other', { severity: 'low', account: '444455556666' });
    await channel('prod', { severity: 'low', asset: 'tag:env=prod' });
    await channel('ledgers', { severity: 'low', asset: 'arn:aws:s3:::led*rs' });
    await channel('named', { severity: null });
    await tell(notice('a', { severity: 'low', channels: ['named'] }));
    await deliver();
    expect(posts.map((post) => post.path).sort()).toEqual(['/all', '/ledgers', '/named', '/prod']);
  });

  it('tries again, later and later, and gives up in the end', async () => {
    await channel('soc');
    status = () => 500;
    await tell(notice('a'));
    for (let n = 0; n < 20; n += 1) {
      await deliver();
      later(9 * 60);
    }
    expect(await states()).toEqual(['failed 9']);
    expect(posts).toHaveLength(9);
    const { last_error } = await store.db.selectFrom('channels').select('last_error').executeTakeFirstOrThrow();
    expect(last_error?.en).toContain('answered 500');
  });

  it('does not try again what is refused, and goes on with the next', async () => {
    await channel('soc');
    status = () => 410;
    await tell(notice('a'));
    await deliver();
    expect(await states()).toEqual(['failed 1']);
    status = () => 200;
    await tell(notice('b'));
    expect(await deliver()).toBe(1);
  });

  it('does not hammer a channel that is down, and loses nothing', async () => {
    await channel('soc');
    await channel('well');
    status = (place) => (place === '/soc' ? 503 : 200);
    await tell(notice('a'), notice('b'), notice('c'));
    expect(await deliver()).toBe(3);
    expect(posts.filter((post) => post.path === '/soc')).toHaveLength(1);
    status = () => 200;
    later(1);
    expect(await deliver()).toBe(3);
  });

  it('keeps quiet hours, over midnight and in their time zone, but for the worst', async () => {
    // 12:00 in Seoul; quiet from 11:00 until 07:00 of the next day.
    await channel('soc', {
      severity: 'low',
      quiet: { from: '11:00', to: '07:00', timeZone: 'Asia/Seoul', except: 'critical' },
    });
    await tell(notice('calm', { severity: 'high' }), notice('fire', { severity: 'critical' }));
    await deliver();
    expect(posts.map(({ body }) => body.text)).toEqual(['[Critical] notice fire']);
    later(18 * 60);
    await deliver();
    expect(posts).toHaveLength(1);
    later(61);
    await deliver();
    expect(posts).toHaveLength(2);
  });

  it('gathers for a digest', async () => {
    await channel('soc', { digest: 30 });
    await tell(notice('a'));
    later(10);
    await tell(notice('b'));
    expect(await deliver()).toBe(0);
    later(31);
    expect(await deliver()).toBe(2);
    expect(posts.map(({ body }) => body.text)).toEqual(['[High] 2 new security incidents and alerts']);
  });

  it('takes on what a server that died had taken on', async () => {
    await channel('soc');
    await tell(notice('a'));
    await store.db
      .updateTable('deliveries')
      .set({ attempts: 1, next_at: new Date(now.getTime() + 5 * 60_000) })
      .execute();
    expect(await deliver()).toBe(0);
    later(6);
    expect(await deliver()).toBe(1);
  });
});
