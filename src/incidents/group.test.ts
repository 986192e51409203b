import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity, Severity } from '../model/index.ts';
import { groupIncidents, incidentId, incidentSeverity, joins } from './group.ts';
import type { Alert } from './types.ts';

const MINUTE = 60_000;

const ann = { type: 'user', id: 'arn:aws:iam::111122223333:user/ann', name: 'ann' } as const;
const bob = { type: 'user', id: 'arn:aws:iam::111122223333:user/bob', name: 'bob' } as const;
const service = { type: 'service', id: 'ec2.amazonaws.com', name: 'ec2.amazonaws.com' } as const;

interface Parts extends Partial<Pick<Activity, 'account' | 'assets' | 'ip' | 'classUid'>> {
  actor?: Activity['actor'];
  severity?: Severity;
  tactics?: string[];
  watch?: string;
}

/** An alert on one event, some minutes into the day. */
function alert(
  id: string,
  minute: number,
  { severity = 'high', tactics = [], watch, actor = ann, ...parts }: Parts = {},
): Alert {
  const time = Date.UTC(2026, 10, 1) + minute * MINUTE;
  const activity: Activity = {
    id: `e-${id}`,
    source: 'cloudtrail',
    time: new Date(time).toISOString(),
    action: 'Act',
    service: 's',
    outcome: 'success',
    actor,
    account: '111122223333',
    region: 'us-east-1',
    assets: [],
    classUid: 6003,
    ...parts,
  };
  return {
    id,
    detection: `d-${id}`,
    ...(watch === undefined ? {} : { watch }),
    title: { en: id, ko: id },
    severity,
    techniques: [],
    tactics,
    group: {},
    period: 0,
    evidence: [{ source: 'cloudtrail', id: `e-${id}`, time, activity }],
  };
}

/** The alerts of each incident. */
const groups = (...alerts: Alert[]) => groupIncidents(alerts).map((incident) => incident.alerts.map(({ id }) => id));

describe('alerts are one incident', () => {
  it('where one actor goes on within hours', () => {
    expect(groups(alert('a', 0), alert('b', 5 * 60), alert('c', 10 * 60))).toEqual([['a', 'b', 'c']]);
    expect(groups(alert('a', 0), alert('b', 6 * 60 + 1))).toEqual([['a'], ['b']]);
  });

  it('but not the actors of two accounts, or of none', () => {
    expect(groups(alert('a', 0), alert('b', 1, { account: '444455556666' }))).toEqual([['a', 'b']]);
    const role = { type: 'role', id: 'Administrator', name: 'Administrator' } as const;
    const nobody = { type: 'unknown', id: '', name: '' } as const;
    expect(groups(alert('a', 0, { actor: nobody }), alert('b', 1, { actor: nobody }))).toEqual([['a'], ['b']]);
    expect(groups(alert('a', 0, { actor: role }), alert('b', 90, { actor: role, account: '444455556666' }))).toEqual([
      ['a'],
      ['b'],
    ]);
  });

  it('where one session acts under several names', () => {
    const session = 'ASIAEXAMPLE';
    expect(
      groups(
        alert('a', 0, { actor: { ...ann, session } }),
        alert('b', 60 * 5, { actor: { ...bob, session }, account: '444455556666' }),
      ),
    ).toEqual([['a', 'b']]);
  });

  it('where they are about one asset within the hour', () => {
    const assets = ['arn:aws:s3:::photos'];
    expect(groups(alert('a', 0, { assets }), alert('b', 59, { actor: bob, assets }))).toEqual([['a', 'b']]);
    expect(groups(alert('a', 0, { assets }), alert('b', 61, { actor: bob, assets }))).toEqual([['a'], ['b']]);
  });

  it('where one makes the identity that acts in the other', () => {
    expect(groups(alert('a', 0, { assets: [bob.id] }), alert('b', 30, { actor: bob }))).toEqual([['a', 'b']]);
  });

  it('where they come from one address, if that is all that sign-ins and traffic have in common', () => {
    const signIn = { ip: '198.51.100.7', classUid: 3002 };
    expect(groups(alert('a', 0, signIn), alert('b', 30, { ...signIn, actor: bob }))).toEqual([['a', 'b']]);
    const call = { ip: '198.51.100.7' };
    expect(groups(alert('a', 0, call), alert('b', 30, { ...call, actor: bob }))).toEqual([['a'], ['b']]);
  });

  it('not because a service of the cloud acted in both', () => {
    expect(groups(alert('a', 0, { actor: service }), alert('b', 1, { actor: service }))).toEqual([['a'], ['b']]);
  });

  it('not because a lesser alert lies between them: that goes to the earlier one', () => {
    const line = alert('l', 30, { severity: 'low', assets: ['x', 'y'], actor: service });
    expect(groups(alert('a', 0, { assets: ['x'] }), line, alert('b', 60, { assets: ['y'], actor: bob }))).toEqual([
      ['a', 'l'],
      ['b'],
    ]);
  });

  it('lesser alerts stay among themselves where nothing worse is there', () => {
    expect(groups(alert('a', 0, { severity: 'low' }), alert('b', 1, { severity: 'info' }))).toEqual([['a', 'b']]);
  });

  it('never with what a watch tells', () => {
    expect(groups(alert('a', 0), alert('w', 1, { watch: 'w' }))).toEqual([['a']]);
    expect(joins(alert('w', 1, { watch: 'w' }), { alerts: [alert('a', 0)] })).toBe(false);
  });
});

describe('an incident', () => {
  it('is known by its earliest alert and as bad as its worst', () => {
    const [incident] = groupIncidents([
      alert('late', 9, { severity: 'critical' }),
      alert('early', 1, { severity: 'medium' }),
    ]);
    expect(incident).toMatchObject({
      id: incidentId('early'),
      severity: 'critical',
      title: { en: 'late' },
      actors: [ann.id],
      accounts: ['111122223333'],
      events: 2,
    });
  });

  it('is one step worse where three tactics show', () => {
    expect(incidentSeverity('medium', ['persistence', 'impact', 'discovery'])).toBe('high');
    expect(incidentSeverity('medium', ['persistence', 'impact'])).toBe('medium');
    expect(incidentSeverity('critical', ['persistence', 'impact', 'discovery'])).toBe('critical');
    expect(incidentSeverity('low', ['persistence', 'impact', 'discovery'])).toBe('low');
  });

  it('is the same in whatever order its alerts come', () => {
    const parts = fc.record({
      minute: fc.integer({ min: 0, max: 20 * 60 }),
      actor: fc.constantFrom<Activity['actor']>(ann, bob, service),
      assets: fc.subarray(['x', 'y', bob.id]),
      severity: fc.constantFrom<Severity>('low', 'medium', 'high'),
      account: fc.constantFrom('111122223333', '444455556666'),
    });
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (many, keys) => {
        const alerts = many.map(({ minute, ...rest }, index) => alert(`a${index}`, minute, rest));
        const shuffled = alerts
          .map((one) => [keys.next().value as number, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        const incidents = groupIncidents(alerts);
        expect(groupIncidents([...shuffled, ...alerts])).toEqual(incidents);
        // And it is what joining them one by one says.
        for (const incident of incidents) {
          for (const one of incident.alerts) {
            const others = incident.alerts.filter(({ id }) => id !== one.id);
            if (others.length > 0) expect(joins(one, { alerts: others })).toBe(true);
            for (const other of incidents)
              if (other !== incident && one.severity !== 'low') expect(joins(one, other)).toBe(false);
          }
        }
      }),
    );
  });

  it('takes a year of alerts in a moment', () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      alert(`a${index}`, index * 10, { actor: index % 2 ? ann : bob, assets: [`b${index % 100}`] }),
    );
    expect(groupIncidents(many)).toHaveLength(2);
  });
});
