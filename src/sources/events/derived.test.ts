import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import type { JsonObject, LogEvent } from '../../model/index.ts';
import { isInternal, networkOf } from './address.ts';
import { zoneClock } from './clock.ts';
import { cloudtrail } from './cloudtrail.ts';
import { derivedFields } from './derived.ts';
import { addressIn } from './record.ts';
import { eventSources } from './sources.ts';
import type { Enrichment, EventSource } from './types.ts';

describe('the clock of a time zone', () => {
  it('tells hour and weekday, through summer time too', () => {
    const at = (zone: string, iso: string) => Object.values(zoneClock(zone)(Date.parse(iso)));
    expect(at('UTC', '2026-11-01T23:59:59Z')).toEqual([23, 7]);
    expect(at('Asia/Seoul', '2026-11-01T15:00:00Z')).toEqual([0, 1]);
    expect(at('America/New_York', '2026-11-01T05:30:00Z')).toEqual([1, 7]);
    expect(at('America/New_York', '2026-11-01T06:30:00Z')).toEqual([1, 7]);
    expect(at('Asia/Kathmandu', '2026-11-01T18:20:00Z')).toEqual([0, 1]);
    expect(at('UTC', '1970-01-01T00:00:00Z')).toEqual([0, 4]);
  });

  it('agrees with the calendar at any time', () => {
    const clock = zoneClock('Europe/Berlin');
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Berlin',
      hour: 'numeric',
      hourCycle: 'h23',
      weekday: 'short',
    });
    const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (time) => {
        const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
        expect(clock(time)).toEqual({
          hour: Number(parts['hour']),
          weekday: days.indexOf(parts['weekday'] as string) + 1,
        });
      }),
    );
  });

  it('is refused for a zone that is none', () => {
    expect(() => zoneClock('Mars/Olympus')).toThrow(RangeError);
  });
});

describe('an address', () => {
  it('is counted under its network', () => {
    expect(networkOf('198.51.100.77')).toBe('198.51.100.0/24');
    expect(networkOf('2001:db8:1:2::7')).toBe('2001:db8:1::/48');
    expect(networkOf('x')).toBeUndefined();
  });

  it('is internal where it is not of the internet', () => {
    expect(['10.1.1.1', '192.168.0.1', '::ffff:10.0.0.1', 'fe80::1'].map(isInternal)).toEqual([true, true, true, true]);
    expect(['198.51.100.7', '2001:4860::1', 'x'].map(isInternal)).toEqual([false, false, false]);
  });
});

describe('a dotted quad', () => {
  it('is an address, and internal, as other implementations say', () => {
    const octet = fc.oneof(
      fc.constantFrom('0', '10', '100', '64', '127', '128', '169', '254', '172', '16', '31', '32'),
      fc.constantFrom('192', '168', '224', '239', '240', '255', '256', '01', '', 'x'),
      fc.nat(255).map(String),
    );
    const text = fc.oneof(
      fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.')),
      fc.ipV4(),
    );
    fc.assert(
      fc.property(text, (one) => {
        expect(addressIn(one)).toBe(isIPv4(one) ? one : undefined);
        if (!isIPv4(one)) return;
        const internal = [
          'private',
          'loopback',
          'linkLocal',
          'carrierGradeNat',
          'unspecified',
          'broadcast',
          'multicast',
        ];
        expect(isInternal(one)).toBe(internal.includes(ipaddr.process(one).range()));
        expect(networkOf(one)).toBe(`${ipaddr.IPv4.parse(one).octets.slice(0, 3).join('.')}.0/24`);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('what a source tells quickly', () => {
  it('is what it tells at length', () => {
    const text = fc.option(fc.constantFrom('', 'a', 'arn:aws:iam::1:user/a', '198.51.100.7', 'AWS Internal'), {
      nil: undefined,
    });
    const record = fc.record({
      eventName: fc.constantFrom('A', 'ConsoleLogin'),
      eventSource: text,
      awsRegion: text,
      sourceIPAddress: text,
      userAgent: text,
      errorCode: text,
      errorMessage: text,
      recipientAccountId: text,
      userIdentity: fc.record({
        type: fc.constantFrom('IAMUser', 'AssumedRole', 'Root', 'AWSService', 'x'),
        arn: text,
        accountId: text,
        userName: text,
        accessKeyId: text,
        invokedBy: text,
      }),
    });
    const fields = derivedFields();
    fc.assert(
      fc.property(record, (one) => {
        const event = {
          source: 'cloudtrail',
          id: 'e',
          time: 0,
          name: one.eventName,
          record: JSON.parse(JSON.stringify(one)) as JsonObject,
        };
        const { quick: _quick, ...slow } = cloudtrail;
        for (const field of Object.keys(cloudtrail.quick ?? {})) {
          expect([field, fields.reader(cloudtrail, field)?.(event)]).toEqual([
            field,
            fields.reader(slow, field)?.(event),
          ]);
        }
      }),
    );
  });

  it('is kept with the event: it is described once', () => {
    let described = 0;
    const source = {
      ...cloudtrail,
      describe(event: LogEvent) {
        described += 1;
        return cloudtrail.describe(event);
      },
    };
    const event = {
      source: 'cloudtrail',
      id: 'e',
      time: 0,
      name: 'A',
      record: { eventName: 'A', requestParameters: { bucketName: 'b' }, eventSource: 's3.amazonaws.com' },
    };
    const { reader } = derivedFields();
    for (const field of ['hwaseong.asset', 'hwaseong.actor.name', 'hwaseong.asset']) reader(source, field)?.(event);
    expect(described).toBe(1);
  });
});

describe('a field that no event of a source can have', () => {
  const address = () => ({ internal: false, country: 'KR' });
  const never = (enrichment: Enrichment | undefined, field: string, source: EventSource = cloudtrail) =>
    derivedFields({ enrichment }).never(source, field);

  it('is one that needs data which is not there', () => {
    expect(never(undefined, 'hwaseong.ip.country')).toBe(true);
    expect(never({ address }, 'hwaseong.ip.country')).toBe(false);
    expect(never({ address, tells: (fact) => fact !== 'threats' }, 'hwaseong.ip.threat')).toBe(true);
    expect(never({ address, tells: (fact) => fact !== 'threats' }, 'hwaseong.ip.country')).toBe(false);
    expect(never({ address }, 'hwaseong.asset.exposed')).toBe(true);
    expect(never({ address, asset: () => undefined }, 'hwaseong.asset.exposed')).toBe(false);
  });

  it('is none that the record or its time tells', () => {
    for (const field of [
      'hwaseong.ip',
      'hwaseong.ip.internal',
      'hwaseong.ip.network',
      'hwaseong.actor',
      'hwaseong.hour',
    ]) {
      expect([field, never(undefined, field)]).toEqual([field, false]);
    }
    expect(never(undefined, 'hwaseong.ip.country', { ...cloudtrail, place: () => ({ country: 'KR' }) })).toBe(false);
  });

  it('is one about names or traffic, of a source that is about neither', () => {
    expect(never(undefined, 'hwaseong.domain.entropy')).toBe(true);
    expect(never(undefined, 'hwaseong.destination.internal')).toBe(true);
    expect(never(undefined, 'hwaseong.domain.entropy', { ...cloudtrail, domain: () => 'example.com' })).toBe(false);
    expect(never(undefined, 'hwaseong.nonsense')).toBe(true);
  });

  it('has no value whatever the record, of any source', () => {
    const { never: says, reader } = derivedFields();
    const fields = [
      'hwaseong.ip.country',
      'hwaseong.ip.threat',
      'hwaseong.destination.asn',
      'hwaseong.domain',
      'hwaseong.asset.tag',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...eventSources),
        fc.constantFrom(...fields),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (source, field, record) => {
          fc.pre(says(source, field));
          const event = { source: source.id, id: 'e', time: 0, name: '', record: record as JsonObject };
          expect(reader(source, field)?.(event)).toBeUndefined();
        },
      ),
    );
  });
});
