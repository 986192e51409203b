import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestStore, testStores } from '../../../test/stores.ts';
import type { AdvisoryLookup } from '../../engines/vulnerability/index.ts';
import { type NewBom, readBom, readBoms, type StoredBom, saveBoms } from '../../inventory/boms.ts';
import { listPackages, placesOfPackage } from '../../inventory/packages.ts';
import { saveAssets } from '../../inventory/store.ts';
import type { Bom, Matched, Package, Severity, Unjudged, Vulnerability } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import { groupFindings, overviewCounts } from '../counts.ts';
import { createException } from '../exceptions.ts';
import { forgetConnection } from '../forget.ts';
import { listFindings } from '../list.ts';
import type { Run } from '../run.ts';
import {
  applyBoms,
  askAnew,
  concernedBoms,
  confirmBoms,
  countByLayer,
  countOpen,
  groupAffected,
  listAffected,
  listBearers,
  listVulnerabilities,
  prepareBom,
  recountVulnerabilities,
  refreshVulnerabilities,
  runningPlaces,
  vulnerabilityPlace,
} from './index.ts';

const at = (text: string) => new Date(`2026-${text}Z`);
const day = at('03-01T00:00:00');
const later = at('03-02T00:00:00');

function npm(name: string, version: string, path = `app/node_modules/${name}/package.json`): Package {
  return { type: 'npm', name, version, purl: `pkg:npm/${name}@${version}`, locations: [{ path, layer: 'sha256:11' }] };
}

function vulnerability(
  id: string,
  found: Package,
  severity: Severity,
  more: Partial<Vulnerability> = {},
): Vulnerability {
  return {
    id,
    package: found,
    severity,
    fixed: ['9.0.0'],
    status: 'fixed',
    facts: { id, aliases: [`GHSA-${id}`], title: `${found.name} does ${id}`, severities: { ghsa: severity } },
    because: { advisory: `GHSA-${id}`, source: 'ghsa', ecosystem: 'npm', name: found.name, version: found.version },
    ...more,
  };
}

describe.each(testStores())('vulnerabilities in $name', ({ open }) => {
  let own: TestStore;
  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.end());

  /** A tenant of its own for each test, and what tests do with it. */
  function tenant() {
    const { db } = own.store;
    const id = newId();
    const run = (now: Date): Run => ({ tenant: id, now, rules: new Map() });
    const save = async (bom: NewBom) => ({ changed: (await saveBoms(db, id, [bom])).has(bom.asset) });
    return {
      db,
      id,
      async image(asset: string, packages: Package[], more: Partial<Bom> = {}) {
        const of = {
          tenant: id,
          id: asset,
          kind: 'oci.image',
          provider: 'oci',
          account: 'registry.example',
          region: 'global',
        };
        const rest = { name: `registry.example/${asset}`, tags: {}, data: { size: 7 }, connection: 'c', calls: [] };
        await saveAssets(db, id, [{ ...of, ...rest, category: 'container' }], day);
        const bom: Bom = { packages, unread: [], ...more };
        const image = { registry: 'registry.example', repository: asset, madeAt: day, trust: 'unknown' as const };
        return save({ asset, kind: 'oci.image', bom, complete: true, scannedAt: day, image });
      },
      async compare(
        asset: string,
        found: Vulnerability[],
        now = day,
        more: { unjudged?: Unjudged[]; missing?: boolean } = {},
      ) {
        const matched: Matched = { vulnerabilities: found, unjudged: more.unjudged ?? [] };
        const bearer = { id: asset, kind: 'oci.image', provider: 'oci', account: 'registry.example', region: 'global' };
        const missing = more.missing ? { missing: { operation: 'oci:ListPackages', code: 'Unread' } } : {};
        const { bom, hash } = (await readBom(db, id, asset)) as StoredBom;
        const prepared = prepareBom({ bearer, described: asset, bom, hash, matched, ...missing }, {}, now);
        const applied = await applyBoms(db, run(now), [prepared], { builtAt: now, asOf: now });
        return { prepared, applied: applied.get(asset) };
      },
      findings: async (filter = {}) =>
        (await listFindings(db, id, { status: 'all', ...filter }, { now: later })).items.map(
          ({ rule, status, stale, class: of, resolution }) => ({ rule, status, stale, class: of, resolution }),
        ),
      vulnerabilities: (filter = {}) => listVulnerabilities(db, id, filter, { sort: 'risk', limit: 10 }),
      run,
    };
  }

  it('open as findings of their own class, are mended by what no longer has them, and come back under one id', async () => {
    const { image, compare, findings } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old]);
    expect((await compare('a', [vulnerability('CVE-1', old, 'high')])).applied).toEqual({
      opened: 1,
      resolved: 0,
      fresh: ['CVE-1'],
    });
    expect(await findings()).toEqual([
      { rule: 'CVE-1', status: 'open', stale: false, class: 'vulnerability', resolution: null },
    ]);
    expect((await compare('a', [], later)).applied).toEqual({ opened: 0, resolved: 1, fresh: [] });
    expect(await findings()).toMatchObject([{ rule: 'CVE-1', status: 'resolved', resolution: 'fixed' }]);
    expect((await compare('a', [vulnerability('CVE-1', old, 'high')], later)).applied?.opened).toBe(1);
    expect(await findings()).toMatchObject([{ rule: 'CVE-1', status: 'open' }]);
  });

  it('stay open and stale where the packages or the advisories of their ecosystem are not known', async () => {
    const { image, compare, findings } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old]);
    await compare('a', [vulnerability('CVE-1', old, 'high')]);
    await compare('a', [], later, { missing: true });
    expect(await findings()).toMatchObject([{ status: 'open', stale: true }]);
    await compare('a', [vulnerability('CVE-1', old, 'high')], later);
    expect(await findings()).toMatchObject([{ status: 'open', stale: false }]);
    const unjudged = [{ ecosystem: 'npm', code: 'no-feed' as const, packages: 1, examples: [old.purl] }];
    await compare('a', [], later, { unjudged });
    expect(await findings()).toMatchObject([{ status: 'open', stale: true }]);
  });

  it('are known to be the same as before by one hash, whatever the likelihood of the day is', async () => {
    const { image, compare } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old]);
    const likely = (probability: number) => {
      const plain = vulnerability('CVE-1', old, 'high');
      return { ...plain, facts: { ...plain.facts, epss: { probability, percentile: 0.5 } } };
    };
    const hash = async (found: Vulnerability) => (await compare('a', [found])).prepared.outcomeHash;
    const first = await hash(likely(0.02));
    expect(await hash(likely(0.03))).toBe(first);
    expect(await hash(likely(0.6))).not.toBe(first);
    expect(await hash({ ...likely(0.02), fixed: [] })).not.toBe(first);
  });

  it('rank higher where they are exploited or likely to be', async () => {
    const { image, compare, vulnerabilities } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old]);
    const known = (id: string, more: object) => {
      const plain = vulnerability(id, old, 'high');
      return { ...plain, facts: { ...plain.facts, ...more } };
    };
    await compare('a', [
      known('CVE-1', {}),
      known('CVE-2', { epss: { probability: 0.7, percentile: 0.99 } }),
      known('CVE-3', { exploited: { added: '2026-01-01', ransomware: false } }),
    ]);
    expect((await vulnerabilities()).map(({ id }) => id)).toEqual(['CVE-3', 'CVE-2', 'CVE-1']);
    expect((await vulnerabilities({ exploited: true })).map(({ id }) => id)).toEqual(['CVE-3']);
  });

  it('are listed with the images that have them, page by page, and counted anew without a difference', async () => {
    const { db, id, image, compare, vulnerabilities } = tenant();
    const old = npm('left', '1.0.0');
    const copy = { ...old, locations: [{ path: 'srv/left/package.json' }] };
    for (const name of ['a', 'b']) await image(name, [old, copy]);
    await compare('a', [
      vulnerability('CVE-1', old, 'high'),
      vulnerability('CVE-1', copy, 'high'),
      vulnerability('CVE-2', old, 'low'),
    ]);
    await compare('b', [vulnerability('CVE-1', old, 'critical')]);
    const seen = await vulnerabilities();
    expect(seen).toMatchObject([
      { id: 'CVE-1', severity: 'critical', images: 2, hosts: 0, packages: ['left'], fixable: true },
      { id: 'CVE-2', severity: 'low', images: 1 },
    ]);
    await recountVulnerabilities(db, id);
    expect(await vulnerabilities()).toEqual(seen);
    const [first] = await listVulnerabilities(db, id, {}, { sort: 'assets', limit: 1 });
    const after = vulnerabilityPlace(first as NonNullable<typeof first>, 'assets');
    const next = await listVulnerabilities(db, id, {}, { sort: 'assets', after, limit: 5 });
    expect(next.map((row) => row.id)).toEqual(['CVE-2']);
    await compare('b', [], later);
    expect(await vulnerabilities({ q: 'ghsa-cve-1' })).toMatchObject([{ id: 'CVE-1', images: 1 }]);
    await recountVulnerabilities(db, id);
    expect(await vulnerabilities({ q: 'left' })).toMatchObject([{ severity: 'high' }, { severity: 'low' }]);
  });

  it('are shown by image, package and layer, with what is accepted left out of the counts', async () => {
    const { db, id, image, compare } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old, npm('right', '2.0.0')]);
    await image('b', [old]);
    await compare('a', [
      vulnerability('CVE-1', old, 'high'),
      vulnerability('CVE-2', old, 'low', { fixed: [], status: 'affected' }),
    ]);
    await compare('b', [vulnerability('CVE-1', old, 'high')]);
    const { groups, exact } = await groupAffected(db, id, { asset: 'a' }, later);
    expect(exact).toBe(true);
    expect(groups).toMatchObject([
      { name: 'left', installed: '1.0.0', fixed: [['9.0.0']], vulnerabilities: ['CVE-1', 'CVE-2'], assets: 1 },
    ]);
    const rows = await listAffected(db, id, { asset: 'a' }, { limit: 10, now: later });
    expect(rows.map(({ rule, vulnerability: of }) => [rule, of?.title])).toEqual([
      ['CVE-1', 'left does CVE-1'],
      ['CVE-2', 'left does CVE-2'],
    ]);
    const [head] = rows;
    const place = [head?.risk ?? 0, Number(head?.seq)] as const;
    expect(await listAffected(db, id, { asset: 'a' }, { limit: 10, now: later, after: place })).toMatchObject([
      { rule: 'CVE-2' },
    ]);
    const some = async (filter: object) =>
      (await listAffected(db, id, filter, { limit: 10, now: later })).map(({ asset, rule }) => `${asset} ${rule}`);
    expect(await some({ vulnerability: 'CVE-1' })).toEqual(['a CVE-1', 'b CVE-1']);
    expect(await some({ purl: old.purl, fixable: false })).toEqual(['a CVE-2']);
    expect(await some({ layer: 'sha256:11', q: 'registry.example/b' })).toEqual(['b CVE-1']);
    expect((await countByLayer(db, id, 'a')).get('sha256:11')).toMatchObject({ high: 1, low: 1 });

    const scope = { rule: 'CVE-1', assetPattern: 'a' };
    await createException(db, id, { scope, reason: 'not reachable', createdBy: 'kim' }, day);
    expect((await countOpen(db, id, ['a', 'b'])).get('a')).toMatchObject({
      vulnerabilities: { high: 0, low: 1 },
      excepted: 1,
      fixable: 0,
    });
    const list = async (filter: object) =>
      (await listBearers(db, id, { listed: 'image', ...filter }, { sort: 'risk', limit: 10, now: later })).map(
        (row) => row.asset,
      );
    expect(await list({})).toEqual(['a', 'b']);
    expect(await list({ severity: ['high'] })).toEqual(['b']);
    expect(await list({ fixable: false })).toEqual(['a']);
    expect(await list({ repository: 'b', registry: 'registry.example' })).toEqual(['b']);
  });

  it('are counted apart from findings of controls', async () => {
    const { db, id, image, compare } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old]);
    await compare('a', [vulnerability('CVE-1', old, 'high')]);
    expect((await overviewCounts(db, id, { now: later })).open.high).toBe(0);
    expect((await overviewCounts(db, id, { class: 'vulnerability', now: later })).open.high).toBe(1);
    const groups = async (of?: 'control' | 'vulnerability') =>
      (await groupFindings(db, id, of === undefined ? {} : { class: of }, 'rule', later)).groups.map(({ key }) => key);
    expect([await groups(), await groups('control'), await groups('vulnerability')]).toEqual([
      ['CVE-1'],
      [],
      ['CVE-1'],
    ]);
  });

  it('take over what advisories say anew, without a look at any image', async () => {
    const { db, id, image, compare, vulnerabilities } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old]);
    await compare('a', [vulnerability('CVE-1', old, 'high')]);
    const facts = {
      id: 'CVE-1',
      aliases: [],
      title: 'Told better',
      severities: {},
      epss: { probability: 0.4, percentile: 0.9 },
    };
    const lookup = (rule: string) => (rule === 'CVE-1' ? facts : undefined);
    expect(await refreshVulnerabilities(db, id, lookup)).toBe(1);
    expect(await refreshVulnerabilities(db, id, lookup)).toBe(0);
    expect(await vulnerabilities({ q: 'better' })).toMatchObject([{ id: 'CVE-1', title: 'Told better', images: 1 }]);
  });

  it('know where an image runs: by its digest, or by a name that led to it', async () => {
    const { db, id, image } = tenant();
    await image('a', []);
    const relation = (from: string, type: string, to: string) => ({
      ...{ tenant: id, origin: 'observed' as const, scope: 's', written_at: day },
      ...{ from_id: from, type, to_id: to },
    });
    await db
      .insertInto('relations')
      .values([relation('task', 'runs', 'a'), relation('pod', 'runs', 'app:1'), relation('app:1', 'refers-to', 'a')])
      .execute();
    expect(await runningPlaces(db, id, ['a'])).toEqual([
      { image: 'a', from: 'pod', by: 'reference' },
      { image: 'a', from: 'task', by: 'digest' },
    ]);
    const running = (is: boolean) =>
      listBearers(db, id, { listed: 'image', running: is }, { sort: 'scanned', limit: 10, now: later });
    expect([(await running(true)).length, (await running(false)).length]).toEqual([1, 0]);

    // A definition that nothing was started from runs nowhere.
    await image('b', []);
    const of = { tenant: id, provider: 'aws', account: '111122223333', region: 'global', tags: {}, data: {} };
    const definition = {
      ...of,
      id: 'definition',
      kind: 'aws.ecs.task-definition',
      name: 'd',
      connection: 'c',
      calls: [],
    };
    await saveAssets(db, id, [{ ...definition, category: 'container' }], day);
    await db
      .insertInto('relations')
      .values([relation('definition', 'runs', 'b')])
      .execute();
    expect([await runningPlaces(db, id, ['b']), (await running(false)).length]).toEqual([[], 1]);
    await db
      .insertInto('relations')
      .values([relation('service', 'runs', 'definition')])
      .execute();
    expect(await runningPlaces(db, id, ['b'])).toEqual([{ image: 'b', from: 'service', by: 'digest' }]);
    expect((await running(true)).length).toBe(2);
  });

  it('leave nothing behind with the connection they came by', async () => {
    const { db, id, image, compare, vulnerabilities } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old]);
    await compare('a', [vulnerability('CVE-1', old, 'high')]);
    await forgetConnection(db, id, 'c');
    expect(await vulnerabilities()).toEqual([]);
    expect(await readBom(db, id, 'a')).toBeUndefined();
    expect(await listPackages(db, id, {}, { limit: 10 })).toEqual([]);
  });

  it('are not written where a comparison came out as before, but for when they were seen', async () => {
    const { db, id, image, compare, run } = tenant();
    const old = npm('left', '1.0.0');
    await image('a', [old]);
    const { prepared } = await compare('a', [vulnerability('CVE-1', old, 'high')]);
    await confirmBoms(db, run(later), [prepared], { builtAt: later, asOf: later, seen: true });
    const [finding] = (await listFindings(db, id, {}, { now: later })).items;
    expect(finding).toMatchObject({ last_seen: later, changed_at: day });
    expect(await readBom(db, id, 'a')).toMatchObject({ judged_at: later, advisories_at: later });
  });

  it('of many images are written at once, but for an image whose packages are others meanwhile', async () => {
    const { db, id, image, compare, run, vulnerabilities, findings } = tenant();
    const old = npm('left', '1.0.0');
    for (const name of ['a', 'b', 'c']) await image(name, [old]);
    const prepared = [];
    for (const name of ['a', 'b', 'c']) {
      const { bom, hash } = (await readBom(db, id, name)) as StoredBom;
      const bearer = { id: name, kind: 'oci.image', provider: 'oci', account: `registry-${name}`, region: 'global' };
      const matched = {
        vulnerabilities: [vulnerability('CVE-1', old, name === 'b' ? 'critical' : 'low')],
        unjudged: [],
      };
      prepared.push(prepareBom({ bearer, described: '', bom, hash, matched }, {}, later));
    }
    await image('c', [npm('left', '9.0.0')]);
    const applied = await applyBoms(db, run(later), prepared, { builtAt: later, asOf: day });
    expect([...applied]).toEqual([
      ['a', { opened: 1, resolved: 0, fresh: ['CVE-1'] }],
      ['b', { opened: 1, resolved: 0, fresh: ['CVE-1'] }],
    ]);
    expect(await vulnerabilities()).toMatchObject([{ id: 'CVE-1', severity: 'critical', images: 2 }]);
    expect(await findings()).toHaveLength(2);
    expect(await readBom(db, id, 'a')).toMatchObject({ advisories_at: day, judged_at: later });
    await compare('b', [], later);
    expect(await vulnerabilities()).toMatchObject([{ id: 'CVE-1', images: 1 }]);
  });

  it('are looked for anew only where the advisories say something else of a package', async () => {
    const { db, id, image, compare, run } = tenant();
    const [left, right] = [npm('left', '1.0.0'), npm('right', '1.0.0')];
    await image('a', [left]);
    await image('b', [right]);
    for (const name of ['a', 'b']) await compare(name, [], day);
    const of = (name: string, fixed: string) => ({
      ...{ advisory: 'GHSA-1', source: 'ghsa', vulnerabilities: ['CVE-1'], ecosystem: 'npm', name },
      ranges: [{ introduced: '0', fixed }],
    });
    const lookup = (fixed: string, probability = 0): AdvisoryLookup => ({
      affecting: (_, name) => (name === 'left' ? [of('left', fixed)] : []),
      covers: (ecosystem) => ecosystem === 'npm',
      facts: (cve) => ({ id: cve, aliases: [], severities: {}, epss: { probability, percentile: 0.5 } }),
    });
    const concerned = async (advisories: AdvisoryLookup, last: Date, now: Date) => {
      const { changed, note } = await askAnew(db, id, advisories, { all: true });
      const assets = await concernedBoms(db, run(now), { builtAt: now, asOf: now }, { last, changed });
      await note();
      return assets;
    };
    const third = at('03-03T00:00:00');
    expect(await concerned(lookup('1.1.0'), day, day)).toEqual(['a', 'b']);
    expect(await concerned(lookup('1.1.0', 0.001), day, day)).toEqual([]);
    expect(await concerned(lookup('1.2.0'), day, later)).toEqual(['a']);
    expect(await readBom(db, id, 'b')).toMatchObject({ judged_at: later, advisories_at: later });
    await compare('a', [], later);
    expect(await concerned(lookup('1.2.0', 0.9), later, third)).toEqual(['a']);
    await compare('a', [], third);
    await image('b', [left, right]);
    expect(await concerned(lookup('1.2.0', 0.9), third, third)).toEqual(['b']);
    expect(await concerned({ ...lookup('1.2.0', 0.9), covers: () => false }, third, third)).toEqual(['a', 'b']);
    expect(await concerned({ ...lookup('1.2.0', 0.9), covers: () => false }, day, third)).toEqual(['a', 'b']);
  });

  it('rest on bills of materials that are kept whole, with packages that can be searched', async () => {
    const { db, id, image } = tenant();
    const distribution = { id: 'debian', version: '12' };
    const packages = [npm('left', '1.0.0'), npm('@scope/right', '2.0.0')];
    expect(await image('a', packages, { distribution })).toEqual({ changed: true });
    expect(await image('a', packages, { distribution })).toEqual({ changed: false });
    await image('b', [npm('left', '1.0.0')]);
    expect(await readBom(db, id, 'a')).toMatchObject({ bom: { packages, distribution, unread: [] }, packages: 2 });
    const names = async (filter: object) =>
      (await listPackages(db, id, filter, { limit: 10 })).map(
        ({ name, version, assets }) => `${name} ${version} ×${assets}`,
      );
    expect(await names({})).toEqual(['@scope/right 2.0.0 ×1', 'left 1.0.0 ×2']);
    expect(await names({ q: 'scope right' })).toEqual(['@scope/right 2.0.0 ×1']);
    expect(await names({ asset: 'b', type: 'npm' })).toEqual(['left 1.0.0 ×2']);
    expect(await placesOfPackage(db, id, 'pkg:npm/left@1.0.0', { after: '', limit: 10 })).toEqual(['a', 'b']);
    await image('b', [npm('left', '1.0.1')]);
    expect(await names({ q: 'left' })).toEqual(['left 1.0.0 ×1', 'left 1.0.1 ×1']);
    const all: string[] = [];
    for await (const part of readBoms(db, id, ['a', 'b', 'c'])) {
      for (const { asset, of } of part) all.push(`${asset} ${of.name}`);
    }
    expect(all).toEqual(['a registry.example/a', 'b registry.example/b']);
  });
});
