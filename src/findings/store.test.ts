import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestStore, testStores } from '../../test/stores.ts';
import { type StoredAsset, saveAssets, saveCollections } from '../inventory/store.ts';
import { type Collection, findingId, type Result, type Status } from '../model/index.ts';
import { newId } from '../platform/crypto.ts';
import { compactCounters } from './compact.ts';
import { coverage, groupFindings, overviewCounts, resultCounts } from './counts.ts';
import { createException, listExceptions, removeException } from './exceptions.ts';
import type { FindingFilter } from './filter.ts';
import { forgetConnection } from './forget.ts';
import { listFindings } from './list.ts';
import { finishAccounts } from './places.ts';
import { eachFinding, findingDetail } from './query.ts';
import { applyAll, applyResults, type Run } from './store.ts';
import { outcomeHashes } from './write-results.ts';

const rules = new Map([
  ['aws-s3-public', { severity: 'critical' as const, title: { en: 'Bucket is public', ko: '공개된 버킷' } }],
  ['aws-ec2-ssh', { severity: 'high' as const, title: { en: 'SSH open to all', ko: '전체에 열린 SSH' } }],
  ['aws-ebs-plain', { severity: 'low' as const, title: { en: 'Volume not encrypted', ko: '암호화되지 않은 볼륨' } }],
]);
const account = '111122223333';

function result(control: string, asset: string, status: Status, more: Partial<Result> = {}): Result {
  const base: Result = {
    control,
    asset,
    kind: 'aws.s3.bucket',
    provider: 'aws',
    account,
    region: 'eu-north-1',
    discriminator: '',
    status,
    evidence: { seen: status },
    judgedAt: '2026-01-01T00:00:00.000Z',
  };
  return { ...base, ...more };
}

function asset(tenant: string, id: string, more: Partial<StoredAsset>): StoredAsset {
  const base = {
    tenant,
    id,
    kind: 'aws.s3.bucket',
    provider: 'aws',
    account,
    region: 'eu-north-1',
    name: id,
    tags: {},
    data: {},
  };
  return { ...base, category: 'storage', connection: 'c', calls: [], ...more };
}

const at = (text: string) => new Date(`2026-${text}Z`);

describe.each(testStores())('findings in $name', ({ open }) => {
  let own: TestStore;
  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.end());

  /** A tenant of its own for each test, and what tests do with it. */
  function tenant() {
    const db = own.store.db;
    const id = newId();
    const run = (now: Date): Run => ({ tenant: id, now, rules });
    return {
      db,
      id,
      run,
      judge: (now: Date, ...results: Result[]) => applyResults(db, run(now), { results }),
      list: async (filter = {}, now = at('12-31T00:00:00')) => (await listFindings(db, id, filter, { now })).items,
      history: async (finding: string) =>
        (await findingDetail(db, id, finding, at('12-31T00:00:00')))?.history.map((event) => event.kind),
    };
  }

  it('opens, keeps, closes and reopens under one id, with the history of it', async () => {
    const { judge, list, history } = tenant();
    const id = findingId('aws-s3-public', 'arn:b', '');
    const steps: Status[] = ['fail', 'fail', 'unknown', 'fail', 'pass', 'fail'];
    for (const [day, status] of steps.entries()) {
      await judge(at(`01-0${day + 1}T00:00:00`), result('aws-s3-public', 'arn:b', status));
    }
    expect(await list()).toMatchObject([
      {
        id,
        status: 'open',
        stale: false,
        first_seen: at('01-01T00:00:00'),
        opened_at: at('01-06T00:00:00'),
        last_seen: at('01-06T00:00:00'),
      },
    ]);
    expect(await history(id)).toEqual(['opened', 'stale', 'confirmed', 'resolved', 'reopened']);
  });

  it('keeps passes as results, and counts coverage by status', async () => {
    const { db, id, judge } = tenant();
    await judge(
      at('01-01T00:00:00'),
      result('aws-s3-public', 'arn:a', 'pass'),
      result('aws-s3-public', 'arn:b', 'fail'),
      result('aws-ebs-plain', 'arn:v', 'unknown', {
        unknown: { operation: 'ec2:DescribeVolumes', code: 'AccessDenied' },
      }),
    );
    await judge(at('01-02T00:00:00'), result('aws-s3-public', 'arn:b', 'pass'));
    expect(await coverage(db, id)).toMatchObject({ pass: 2, fail: 0, unknown: 1 });
    expect((await resultCounts(db, id, { account })).get('aws-s3-public')).toMatchObject({ pass: 2, fail: 0 });
    expect((await resultCounts(db, id, { account: '999999999999' })).size).toBe(0);
  });

  it('forgets elements that a judged asset no longer has, and closes their findings', async () => {
    const { db, id, judge, list } = tenant();
    const port = (name: string, status: Status) => result('aws-ec2-ssh', 'arn:sg', status, { discriminator: name });
    await judge(at('01-01T00:00:00'), port('22', 'fail'), port('80', 'fail'), port('443', 'pass'));
    await judge(at('01-02T00:00:00'), port('22', 'fail'));
    expect(await list()).toMatchObject([{ discriminator: '22' }]);
    expect(await list({ status: 'resolved' })).toMatchObject([{ discriminator: '80', resolution: 'removed' }]);
    expect(await coverage(db, id)).toMatchObject({ fail: 1, pass: 0 });
  });

  it('closes what was wrong with an asset that is gone, and drops its results', async () => {
    const { db, id, run, judge, list } = tenant();
    await judge(
      at('01-01T00:00:00'),
      result('aws-s3-public', 'arn:a', 'fail'),
      result('aws-ebs-plain', 'arn:a', 'pass'),
    );
    const applied = await applyResults(db, run(at('01-02T00:00:00')), { results: [], gone: ['arn:a'] });
    expect(applied).toMatchObject({ resolved: 1 });
    expect(await list({ status: 'resolved' })).toMatchObject([
      { resolution: 'removed', resolved_at: at('01-02T00:00:00') },
    ]);
    expect(await coverage(db, id)).toEqual({ pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, manual: 0, error: 0 });
  });

  it('makes what was known of a place unknown where the place could not be listed, and forgets it afterwards', async () => {
    const { db, id, run, judge, list } = tenant();
    const missing = { operation: 's3:ListAllMyBuckets', code: 'AccessDenied' };
    const place = result('aws-s3-public', `aws:${account}`, 'unknown', {
      discriminator: '*',
      region: 'global',
      unknown: missing,
    });
    await judge(
      at('01-01T00:00:00'),
      result('aws-s3-public', 'arn:a', 'pass'),
      result('aws-s3-public', 'arn:b', 'fail'),
    );
    expect(await judge(at('01-02T00:00:00'), place)).toMatchObject({ stale: 1 });
    expect(await coverage(db, id)).toMatchObject({ pass: 0, fail: 0, unknown: 3 });
    expect(await list()).toMatchObject([{ asset: 'arn:b', stale: true }]);

    const again = run(at('01-03T00:00:00'));
    await judge(again.now, result('aws-s3-public', 'arn:a', 'pass'), result('aws-s3-public', 'arn:b', 'fail'));
    await finishAccounts(db, again, [account], [...rules.keys()]);
    expect(await coverage(db, id)).toMatchObject({ pass: 1, fail: 1, unknown: 0 });
    expect(await list()).toMatchObject([{ asset: 'arn:b', stale: false }]);
  });

  it('does not make an asset stale that was judged in the same run although its list was cut', async () => {
    const { run, db, id, list } = tenant();
    const place = result('aws-s3-public', `aws:${account}:eu-north-1`, 'unknown', { discriminator: '*' });
    const now = at('01-01T00:00:00');
    await applyAll(db, run(now), [result('aws-s3-public', 'arn:a', 'fail'), place]);
    expect(await list()).toMatchObject([{ asset: 'arn:a', stale: false }]);
    expect(await coverage(db, id)).toMatchObject({ fail: 1, unknown: 1 });
  });

  it('confirms what need not be judged again because nothing that goes in has changed', async () => {
    const { db, id, run, judge, list } = tenant();
    const results = [result('aws-s3-public', 'arn:a', 'fail'), result('aws-ebs-plain', 'arn:a', 'fail')];
    await applyResults(db, run(at('01-01T00:00:00')), {
      results: results.map((one) => ({ ...one, outcomeHash: `${one.control}-1` })),
    });
    await judge(at('01-02T00:00:00'), result('aws-ebs-plain', 'arn:a', 'unknown'));
    expect(await outcomeHashes(db, id, ['arn:a'])).toEqual(new Map([['aws-s3-public\narn:a', 'aws-s3-public-1']]));
    const unchanged = results.map(({ control, asset }) => ({ control, asset }));
    await applyResults(db, run(at('01-03T00:00:00')), { results: [], unchanged });
    expect(await list()).toMatchObject([
      { rule: 'aws-s3-public', stale: false, last_seen: at('01-03T00:00:00') },
      { rule: 'aws-ebs-plain', stale: true, last_seen: at('01-01T00:00:00') },
    ]);
    expect(
      (await findingDetail(db, id, findingId('aws-s3-public', 'arn:a', ''), at('01-03T00:00:00')))?.result,
    ).toMatchObject({
      judged_at: at('01-03T00:00:00'),
    });
  });

  it('only confirms a judgement that says what it said before, and writes what differs', async () => {
    const { db, id, run, list } = tenant();
    const results = [result('aws-s3-public', 'arn:a', 'fail'), result('aws-ebs-plain', 'arn:b', 'pass')];
    const written = async () => {
      const rows = await db.selectFrom('results').selectAll().where('tenant', '=', id).orderBy('asset').execute();
      return rows.map(({ asset: of, status, judged_at }) => [of, status, judged_at.toISOString().slice(0, 10)]);
    };
    await applyAll(db, run(at('01-01T00:00:00')), results);
    expect(await applyAll(db, run(at('01-02T00:00:00')), results)).toMatchObject({ results: 2, opened: 0 });
    expect(await written()).toEqual([
      ['arn:a', 'fail', '2026-01-02'],
      ['arn:b', 'pass', '2026-01-02'],
    ]);
    expect(await list()).toMatchObject([{ asset: 'arn:a', last_seen: at('01-02T00:00:00') }]);

    const other = [result('aws-s3-public', 'arn:a', 'pass'), result('aws-ebs-plain', 'arn:b', 'fail')];
    expect(await applyAll(db, run(at('01-03T00:00:00')), other)).toMatchObject({ results: 2, opened: 1, resolved: 1 });
    expect(await written()).toEqual([
      ['arn:a', 'pass', '2026-01-03'],
      ['arn:b', 'fail', '2026-01-03'],
    ]);
  });

  it('writes again what is described otherwise although the results are the same', async () => {
    const { db, id, run, list } = tenant();
    const results = [result('aws-s3-public', 'arn:a', 'fail')];
    const jewels = new Set(['tier=crown']);
    const day = (n: number) => ({ ...run(at(`01-0${n}T00:00:00`)), crownJewels: jewels });
    await saveAssets(db, id, [asset(id, 'arn:a', { tags: {} })], at('01-01T00:00:00'));
    await applyAll(db, { ...day(1), described: () => 'plain' }, results);
    const [before] = await list();
    await saveAssets(db, id, [asset(id, 'arn:a', { tags: { tier: 'crown' } })], at('01-02T00:00:00'));
    await applyAll(db, { ...day(2), described: () => 'crown' }, results);
    const [after] = await list();
    expect(after!.risk).toBeGreaterThan(before!.risk);
  });

  it('weighs risk by what the inventory knows of the asset', async () => {
    const { db, id, run, list } = tenant();
    const plain = asset(id, 'arn:plain', { name: 'plain' });
    const jewel = asset(id, 'arn:jewel', { name: 'jewel', tags: { Data: 'Crown' } });
    await saveAssets(db, id, [plain, jewel], at('01-01T00:00:00'));
    const results = ['plain', 'jewel'].map((name) => result('aws-s3-public', `arn:${name}`, 'fail'));
    await applyResults(db, { ...run(at('01-01T00:00:00')), crownJewels: new Set(['data=crown']) }, { results });
    const [first, second] = await list();
    expect([first?.asset_name, second?.asset_name]).toEqual(['jewel', 'plain']);
    expect((first?.risk ?? 0) - (second?.risk ?? 0)).toBe(8);
    expect(first?.category).toBe('storage');
  });

  it('survives what PostgreSQL cannot hold: NUL and half surrogates', async () => {
    const { judge, list } = tenant();
    const evidence = { 'a\0b': 'x\0y \ud800 z', nested: ['\udc00'], kept: '한글 \\u0000 🙂' };
    await judge(at('01-01T00:00:00'), result('aws-s3-public', 'arn:n', 'fail', { evidence, discriminator: 'p\0q' }));
    expect((await list())[0]?.evidence).toEqual({
      'a\uFFFDb': 'x\uFFFDy \uFFFD z',
      nested: ['\uFFFD'],
      kept: '한글 \\u0000 🙂',
    });
  });

  describe('exceptions', () => {
    it('accept one finding until they expire, and count as none from that moment on', async () => {
      const { db, id, judge, list, history } = tenant();
      await judge(at('01-01T00:00:00'), result('aws-s3-public', 'arn:b', 'fail'));
      const finding = findingId('aws-s3-public', 'arn:b', '');
      const made = await createException(
        db,
        id,
        { scope: { finding }, reason: 'a public web site', expiresAt: at('02-01T00:00:00'), createdBy: 'minji' },
        at('01-02T00:00:00'),
      );
      const until = at('01-31T23:59:59');
      expect(await list({ excepted: true }, until)).toMatchObject([{ id: finding, exception_id: made.id }]);
      expect(await overviewCounts(db, id, { now: until })).toMatchObject({ excepted: 1, open: { critical: 0 } });
      const after = at('02-01T00:00:00');
      expect(await overviewCounts(db, id, { now: after })).toMatchObject({ excepted: 0, open: { critical: 1 } });
      expect(await list({ excepted: true }, after)).toEqual([]);
      expect(await history(finding)).toEqual(['opened', 'excepted', 'exception-ended']);
    });

    it('of a rule cover what opens later, within the account and the pattern', async () => {
      const { db, id, judge, list } = tenant();
      const scope = { rule: 'aws-s3-public', account, assetPattern: 'arn:*:logs_%*' };
      await createException(db, id, { scope, reason: 'kept apart', createdBy: 'minji' }, at('01-01T00:00:00'));
      await judge(
        at('01-02T00:00:00'),
        result('aws-s3-public', 'arn:x:logs_%1', 'fail'),
        result('aws-s3-public', 'arn:x:logsA%1', 'fail'),
        result('aws-ec2-ssh', 'arn:x:logs_%1', 'fail'),
      );
      expect((await list({ excepted: true })).map((row) => [row.rule, row.asset])).toEqual([
        ['aws-s3-public', 'arn:x:logs_%1'],
      ]);
      expect(await listExceptions(db, id, at('01-03T00:00:00'))).toMatchObject([{ covers: 1 }]);
    });

    it('give way to another one that covers the same when they are removed', async () => {
      const { db, id, judge, list } = tenant();
      await judge(at('01-01T00:00:00'), result('aws-s3-public', 'arn:b', 'fail'));
      const by = { reason: 'r', createdBy: 'minji' };
      const wide = await createException(db, id, { scope: { rule: 'aws-s3-public' }, ...by }, at('01-02T00:00:00'));
      const narrow = await createException(
        db,
        id,
        { scope: { finding: findingId('aws-s3-public', 'arn:b', '') }, expiresAt: at('09-01T00:00:00'), ...by },
        at('01-03T00:00:00'),
      );
      expect(await list({}, at('01-03T00:00:00'))).toMatchObject([{ exception_id: wide.id }]);
      expect(await removeException(db, id, wide.id, 'minji', at('01-04T00:00:00'))).toBe(true);
      expect(await removeException(db, id, wide.id, 'minji', at('01-04T00:00:00'))).toBe(false);
      expect(await list({}, at('01-04T00:00:00'))).toMatchObject([{ exception_id: narrow.id }]);
    });

    it('are refused for a finding that does not exist, a past date and a pattern of too many stars', async () => {
      const { db, id } = tenant();
      const by = { reason: 'r', createdBy: 'minji' };
      const now = at('01-01T00:00:00');
      await expect(createException(db, id, { scope: { finding: 'none' }, ...by }, now)).rejects.toMatchObject({
        code: 'finding-unknown',
      });
      await expect(createException(db, id, { scope: { rule: 'r' }, expiresAt: now, ...by }, now)).rejects.toMatchObject(
        { code: 'exception-expired' },
      );
      const assetPattern = '*a'.repeat(20);
      await expect(createException(db, id, { scope: { rule: 'r', assetPattern }, ...by }, now)).rejects.toMatchObject({
        code: 'exception-pattern',
      });
    });
  });

  describe('lists', () => {
    async function filled() {
      const own = tenant();
      const many = Array.from({ length: 60 }, (_, n) => {
        const control = ['aws-s3-public', 'aws-ec2-ssh', 'aws-ebs-plain'][n % 3] as string;
        return result(control, `arn:asset-${n}`, 'fail', {
          region: n % 2 === 0 ? 'eu-north-1' : 'ap-northeast-2',
          account: n < 30 ? account : '444455556666',
        });
      });
      const assets = many.map((one) => asset(own.id, one.asset, { name: one.asset.slice(4), account: one.account }));
      await saveAssets(own.db, own.id, assets, at('01-01T00:00:00'));
      await own.judge(at('01-01T00:00:00'), ...many.slice(0, 40));
      await own.judge(at('01-02T00:00:00'), ...many.slice(40));
      await own.judge(at('01-03T00:00:00'), ...many.slice(0, 6).map((one) => ({ ...one, status: 'pass' as const })));
      return own;
    }

    it.each(['risk', 'severity', 'firstSeen', 'lastSeen'] as const)(
      'page by %s without losing or repeating any',
      async (sort) => {
        const { db, id } = await filled();
        const filters: [FindingFilter, number][] = [
          [{}, 54],
          [{ status: 'all' }, 60],
          [{ severity: ['low', 'critical'] }, 36],
        ];
        for (const [filter, count] of filters) {
          const whole = (await listFindings(db, id, filter, { sort, limit: 500, now: at('01-04T00:00:00') })).items;
          expect(whole).toHaveLength(count);
          const paged: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await listFindings(db, id, filter, {
              sort,
              limit: 7,
              now: at('01-04T00:00:00'),
              ...(cursor ? { cursor } : {}),
            });
            paged.push(...page.items.map((row) => row.id));
            cursor = page.next ?? undefined;
          } while (cursor !== undefined);
          expect(paged).toEqual(whole.map((row) => row.id));
        }
      },
    );

    it('filter by every field, and search in both languages', async () => {
      const { list } = await filled();
      expect(await list({ severity: ['low'] })).toHaveLength(18);
      expect(await list({ rules: ['aws-ec2-ssh'], region: 'eu-north-1' })).toHaveLength(9);
      expect(await list({ account: '444455556666' })).toHaveLength(30);
      expect(await list({ asset: 'arn:asset-50' })).toHaveLength(1);
      expect(await list({ q: 'ASSET-5 공개된' })).toHaveLength(3);
      expect(await list({ q: '버킷' })).toHaveLength(18);
      expect(await list({ q: '킷공' })).toHaveLength(0);
      expect(await list({ q: '100%' })).toHaveLength(0);
      expect(await list({ severity: ['low', 'critical'] })).toHaveLength(36);
      expect(await list({ since: at('01-02T00:00:00') })).toHaveLength(20);
      expect(await list({ stale: true })).toHaveLength(0);
    });

    it('refuse a cursor that is not theirs', async () => {
      const { db, id } = tenant();
      const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
      for (const cursor of [
        '%%%',
        forged(),
        forged('severity', 1, 'x'),
        forged('risk', 'x', 'y'),
        forged('risk', 1, 'a\0'),
        forged('risk', 1.5, 'a'),
      ]) {
        const asked = listFindings(db, id, {}, { sort: 'risk', cursor, now: at('01-01T00:00:00') });
        await expect(asked).rejects.toMatchObject({ code: 'cursor-invalid' });
      }
    });

    it('export every finding that matches', async () => {
      const { db, id } = await filled();
      const ids = new Set<string>();
      for await (const row of eachFinding(db, id, { status: 'all' }, at('01-04T00:00:00'))) ids.add(row.id);
      expect(ids.size).toBe(60);
    });

    it('count groups the same from counters and from rows', async () => {
      const { db, id } = await filled();
      const now = at('01-04T00:00:00');
      for (const by of ['rule', 'account', 'region', 'kind', 'severity'] as const) {
        const counted = await groupFindings(db, id, {}, by, now);
        const live = await groupFindings(db, id, { since: at('01-01T00:00:00') }, by, now);
        expect(counted).toEqual(live);
        expect(counted.groups.reduce((sum, group) => sum + group.count, 0)).toBe(54);
      }
    });
  });

  it('reckons the trend from what flowed, and keeps it when the counters are added up', async () => {
    const { db, id, judge } = tenant();
    await judge(
      at('01-01T10:00:00'),
      result('aws-s3-public', 'arn:a', 'fail'),
      result('aws-ebs-plain', 'arn:v', 'fail'),
    );
    await judge(
      at('01-03T10:00:00'),
      result('aws-s3-public', 'arn:a', 'pass'),
      result('aws-s3-public', 'arn:b', 'fail'),
    );
    await judge(at('01-04T10:00:00'), result('aws-s3-public', 'arn:a', 'fail'));
    const expected = [
      { day: '2026-01-01', opened: 2, resolved: 0, open: { critical: 1, low: 1 } },
      { day: '2026-01-02', opened: 0, resolved: 0, open: { critical: 1, low: 1 } },
      { day: '2026-01-03', opened: 1, resolved: 1, open: { critical: 1, low: 1 } },
      { day: '2026-01-04', opened: 1, resolved: 0, open: { critical: 2, low: 1 } },
    ];
    const now = at('01-04T12:00:00');
    expect((await overviewCounts(db, id, { days: 4, now })).trend).toMatchObject(expected);
    await compactCounters(db, id, at('01-20T00:00:00'));
    expect((await overviewCounts(db, id, { days: 4, now })).trend).toMatchObject(expected);
    expect((await overviewCounts(db, id, { days: 4, account, now })).trend.map((day) => day.open)).toEqual(
      (await overviewCounts(db, id, { days: 4, now })).trend.map((day) => day.open),
    );
  });

  it('keeps counters right while several write and add up at once', async () => {
    const { db, id, run, list } = tenant();
    const writer = async (number: number) => {
      for (let day = 1; day <= 4; day++) {
        const results = Array.from({ length: 30 }, (_, n) =>
          result('aws-s3-public', `arn:${number % 3}-${n}`, (n + day + number) % 3 === 0 ? 'pass' : 'fail', {
            account: `acc-${number % 3}`,
          }),
        );
        await applyResults(db, run(new Date(Date.UTC(2026, 0, day, number))), { results });
        await compactCounters(db, id, at('01-10T00:00:00'));
      }
    };
    await Promise.all(Array.from({ length: 6 }, (_, number) => writer(number)));
    const now = at('01-10T00:00:00');
    const open = await list({}, now);
    const { open: counted } = await overviewCounts(db, id, { now });
    expect(counted.critical).toBe(open.length);
    const byAccount = await groupFindings(db, id, {}, 'account', now);
    for (const { key, count } of byAccount.groups) expect(count).toBe(open.filter((row) => row.account === key).length);
    expect((await coverage(db, id)).fail).toBe(open.length);
  });

  it('forgets a connection with everything that was collected and judged through it, and nothing else', async () => {
    const { db, id, judge, list } = tenant();
    const now = at('01-01T00:00:00');
    const call = (connection: string, of: string): Collection => ({
      type: 'collection',
      tenant: id,
      connection,
      provider: 'aws',
      account: of,
      region: 'global',
      service: 's3',
      operation: 'ListBuckets',
      params: {},
      pages: 1,
      items: 1,
      complete: true,
      startedAt: now.toISOString(),
      finishedAt: now.toISOString(),
    });
    await saveCollections(db, [call('sample', account), call('real', '444455556666')]);
    await saveAssets(
      db,
      id,
      [
        asset(id, 'arn:s', { connection: 'sample' }),
        asset(id, 'arn:r', { connection: 'real', account: '444455556666' }),
      ],
      now,
    );
    const place = result('aws-s3-public', `aws:${account}`, 'unknown', { discriminator: '*', region: 'global' });
    const real = result('aws-s3-public', 'arn:r', 'fail', { account: '444455556666' });
    await judge(now, result('aws-s3-public', 'arn:s', 'fail'), place, real);
    await forgetConnection(db, id, 'sample');
    expect((await list({ status: 'all' })).map((row) => row.asset)).toEqual(['arn:r']);
    expect(await coverage(db, id)).toMatchObject({ fail: 1, unknown: 0 });
    expect((await overviewCounts(db, id, { days: 1, now })).trend).toMatchObject([
      { opened: 1, open: { critical: 1 } },
    ]);
    for (const table of ['assets', 'collections', 'finding_sightings', 'finding_events'] as const) {
      expect(await db.selectFrom(table).selectAll().where('tenant', '=', id).execute()).toHaveLength(1);
    }
  });

  it('keeps tenants apart', async () => {
    const one = tenant();
    const other = tenant();
    await one.judge(at('01-01T00:00:00'), result('aws-s3-public', 'arn:b', 'fail'));
    await other.judge(at('01-02T00:00:00'), result('aws-s3-public', 'arn:b', 'pass'));
    expect(await one.list()).toHaveLength(1);
    expect(await other.list()).toHaveLength(0);
  });
});
