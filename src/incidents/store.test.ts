import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestStore, testStores } from '../../test/stores.ts';
import { type Activity, MOST_EVIDENCE } from '../model/index.ts';
import { DEFAULT_TENANT } from '../platform/store/index.ts';
import { assignIncidents } from './assign.ts';
import { groupIncidents } from './group.ts';
import { alertsByDay, incidentDetail, listAlerts, listIncidents, openIncidents } from './query.ts';
import { storeAlerts } from './store.ts';
import type { Alert, Evidence } from './types.ts';
import { changeIncident } from './work.ts';

const tenant = DEFAULT_TENANT;
const now = new Date('2026-11-28T12:00:00Z');
const MINUTE = 60_000;
const START = Date.parse('2026-11-01T00:00:00Z');

/** Something that somebody did so many minutes after the start. */
function evidence(minute: number, who: string, on = `thing-of-${who}`): Evidence {
  const time = START + minute * MINUTE;
  const id = `${who}-${minute}-${on}`;
  const activity: Activity = {
    ...{ id, source: 'cloudtrail', time: new Date(time).toISOString(), action: 'DoIt', service: 'ec2.amazonaws.com' },
    actor: { type: 'user', id: who, name: who },
    ...{ outcome: 'success', account: '111122223333', region: 'us-east-1', assets: [on], classUid: 6003 },
  };
  return { source: 'cloudtrail', id, time, activity };
}

function alert(id: string, rests: Evidence[], more: Partial<Alert> = {}): Alert {
  return {
    ...{ id, detection: `detection-${id}`, title: { en: `Alert ${id}`, ko: `경보 ${id}` }, severity: 'high' },
    ...{ techniques: ['T1530'], tactics: ['collection'], group: {}, period: START, evidence: rests, ...more },
  };
}

describe.each(testStores())('alerts in a store: $name', ({ open }) => {
  let test: TestStore;
  beforeAll(async () => {
    test = await open();
  });
  afterAll(async () => test?.end());
  beforeEach(async () => {
    for (const table of ['alerts', 'alert_events', 'alert_days', 'incidents', 'incident_events'] as const) {
      await test.store.db.deleteFrom(table).execute();
    }
  });

  const take = (alerts: readonly Alert[], at = now) =>
    test.store.db.transaction().execute(async (trx) => {
      const { changed } = await storeAlerts(trx, tenant, alerts, at);
      return assignIncidents(trx, tenant, changed, at);
    });
  const incidents = async () => (await listIncidents(test.store.db, tenant, {}, {})).items;
  const stored = async () => (await listAlerts(test.store.db, tenant, {}, {})).items;

  /** Which alerts make an incident together, by the ids of alerts. */
  const partition = async () =>
    [...Map.groupBy(await stored(), ({ incident }) => incident)]
      .filter(([incident]) => incident !== null)
      .map(([, alerts]) => alerts.map(({ id }) => id).sort())
      .sort();

  it('are one row however often they fire: first the earliest, last the latest, evidence from both', async () => {
    await take([alert('a', [evidence(30, 'kim')])]);
    await take([alert('a', [evidence(10, 'kim'), evidence(20, 'kim')])]);
    await take([alert('a', [evidence(20, 'kim')])]);
    const [row, ...more] = await stored();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ events: 3, actor: 'kim', account: '111122223333', assets: ['thing-of-kim'] });
    expect(row?.first_at.getTime()).toBe(START + 10 * MINUTE);
    expect(row?.last_at.getTime()).toBe(START + 30 * MINUTE);
    expect((await alertsByDay(test.store.db, tenant, new Date(START))).get('2026-11-01')).toMatchObject({ high: 1 });
  });

  it('keep their earliest events', async () => {
    const many = Array.from({ length: MOST_EVIDENCE }, (_, index) => evidence(1000 + index, 'kim'));
    await take([alert('a', many)]);
    await take([alert('a', [evidence(5, 'kim')])]);
    const [row] = await stored();
    expect(row?.events).toBe(MOST_EVIDENCE);
    expect(row?.first_at.getTime()).toBe(START + 5 * MINUTE);
    expect(row?.last_at.getTime()).toBe(START + (1000 + MOST_EVIDENCE - 1) * MINUTE);
  });

  it('open an incident, and tell of it once and again where it grows worse', async () => {
    const kinds = async (alerts: Alert[]) => (await take(alerts)).map(({ kind }) => kind);
    expect(await kinds([alert('a', [evidence(0, 'kim')], { severity: 'medium' })])).toEqual(['incident-opened']);
    expect(await kinds([alert('b', [evidence(60, 'kim')], { severity: 'medium' })])).toEqual([]);
    expect(await kinds([alert('c', [evidence(90, 'kim')], { severity: 'critical' })])).toEqual(['incident-worse']);
    expect(await kinds([alert('c', [evidence(90, 'kim')], { severity: 'critical' })])).toEqual([]);
    expect(await incidents()).toMatchObject([{ alerts: 3, severity: 'critical', title: { en: 'Alert c' } }]);
    expect(await openIncidents(test.store.db, tenant)).toMatchObject({ critical: 1, medium: 0 });
  });

  it('bridge two incidents: the one opened first takes in the other with its notes, and its id leads there', async () => {
    await take([alert('a', [evidence(0, 'kim')])], new Date('2026-11-28T12:00:00Z'));
    await take([alert('b', [evidence(600, 'kim')])], new Date('2026-11-28T12:01:00Z'));
    const [later, earlier] = await incidents();
    await changeIncident(test.store.db, tenant, later?.id ?? '', { assignee: 'lee', note: 'Mine.' }, 'lee', now);
    await take([alert('c', [evidence(300, 'kim')])], new Date('2026-11-28T12:02:00Z'));
    expect(await incidents()).toMatchObject([{ id: earlier?.id, alerts: 3, assignee: 'lee' }]);
    const detail = await incidentDetail(test.store.db, tenant, later?.id ?? '');
    expect(detail?.incident.id).toBe(earlier?.id);
    expect(detail?.history.map(({ kind, what, note }) => note ?? `${kind} ${what}`)).toEqual([
      'change assignee',
      'Mine.',
      'change merged',
    ]);
  });

  it('that come after an incident was closed open another one', async () => {
    await take([alert('a', [evidence(0, 'kim')])]);
    const [first] = await incidents();
    await changeIncident(test.store.db, tenant, first?.id ?? '', { status: 'closed', verdict: 'benign' }, 'lee', now);
    await take([alert('a', [evidence(0, 'kim'), evidence(5, 'kim')]), alert('b', [evidence(10, 'kim')])]);
    expect(await partition()).toEqual([['a'], ['b']]);
    expect((await incidents()).map(({ status }) => status).sort()).toEqual(['closed', 'open']);
  });

  it('of watches open no incident, and lie in the one they fit into, whichever came first', async () => {
    const watched = alert('w', [evidence(20, 'kim')], { watch: 'w1' });
    expect(await take([watched])).toEqual([]);
    expect(await partition()).toEqual([]);
    await take([alert('a', [evidence(0, 'kim')])]);
    expect(await partition()).toEqual([['a', 'w']]);
    expect(await incidents()).toMatchObject([{ alerts: 2, severity: 'high', title: { en: 'Alert a' } }]);
  });

  it('make the incidents that they would make all at once, in whatever order and however often they come', async () => {
    const alerts = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 99 }).map(String),
        minutes: fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 3 }),
        who: fc.constantFrom('kim', 'lee', 'park'),
        on: fc.constantFrom('x', 'y', 'z'),
        severity: fc.constantFrom('info' as const, 'low' as const, 'medium' as const, 'critical' as const),
      }),
      { minLength: 1, maxLength: 8, selector: ({ id }) => id },
    );
    const runs = fc.record({ alerts, order: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }) });
    await fc.assert(
      fc
        .asyncProperty(runs, async ({ alerts: drawn, order }) => {
          const all = drawn.map(({ id, minutes, who, on, severity }) => {
            const rests = [...new Set(minutes)].sort((a, b) => a - b).map((minute) => evidence(minute, who, on));
            return alert(id, rests, { severity });
          });
          // Each alert fires once with one of its events, and once with all of them.
          const firings = all.flatMap((one) => [{ ...one, evidence: [one.evidence.at(-1) as Evidence] }, one]);
          const shuffled = firings
            .map((firing, index) => ({ firing, at: order[index] ?? index }))
            .sort((a, b) => a.at - b.at)
            .map(({ firing }) => firing);
          for (const [index, firing] of shuffled.entries()) {
            await take([firing], new Date(now.getTime() + index));
          }
          const expected = groupIncidents(all).map((group) => group.alerts.map(({ id }) => id).sort());
          expect(await partition()).toEqual(expected.sort());
          expect((await incidents()).reduce((sum, one) => sum + one.alerts, 0)).toBe(all.length);
        })
        .beforeEach(async () => {
          for (const table of ['alerts', 'alert_events', 'incidents', 'incident_events'] as const) {
            await test.store.db.deleteFrom(table).execute();
          }
        }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
