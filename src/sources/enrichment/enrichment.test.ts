import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventFields, eventOf } from '../events/index.ts';
import { loadEnrichment } from './index.ts';
import { smallDatabase } from './mmdb.fixture.ts';
import { addressOf, addressSetBuilder } from './ranges.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-enrichment-'));
});
afterEach(() => rm(dir, { recursive: true }));

const put = (name: string, content: string | Buffer) => writeFile(path.join(dir, name), content);

describe('what is known of an address', () => {
  it('is said by databases in MaxMind’s format', async () => {
    const seoul = {
      country: { iso_code: 'KR' },
      city: { names: { en: 'Seoul' } },
      location: { latitude: 37.57, longitude: 126.98 },
    };
    await put(
      'places.mmdb',
      smallDatabase('GeoLite2-City', { '198.51.100.0/24': seoul, '2001:db8::/32': { country: { iso_code: 'DE' } } }),
    );
    await put(
      'networks.mmdb',
      smallDatabase('GeoLite2-ASN', {
        '198.51.100.0/25': { autonomous_system_number: 64500, autonomous_system_organization: 'Example Telecom' },
      }),
    );
    await put(
      'anonymous.mmdb',
      smallDatabase('GeoIP2-Anonymous-IP', { '198.51.100.7/32': { is_anonymous_vpn: true } }),
    );
    const { enrichment, files } = await loadEnrichment(dir);
    expect(enrichment.address('198.51.100.7')).toEqual({
      country: 'KR',
      city: 'Seoul',
      latitude: 37.57,
      longitude: 126.98,
      asn: 64500,
      organisation: 'Example Telecom',
      vpn: true,
      internal: false,
    });
    expect(enrichment.address('2001:db8::7')).toEqual({ country: 'DE', internal: false });
    expect(enrichment.address('203.0.113.7')).toEqual({ internal: false });
    expect(enrichment.address('no address')).toBeUndefined();
    expect(files.map(({ name, kind, madeAt }) => [name, kind, madeAt.toISOString()])).toEqual(
      ['anonymous.mmdb', 'networks.mmdb', 'places.mmdb'].map((name) => [name, 'mmdb', '2026-11-01T00:00:00.000Z']),
    );
  });

  it('is whose cloud it is, by the files that clouds publish', async () => {
    await put(
      'ip-ranges.json',
      JSON.stringify({
        syncToken: '1',
        prefixes: [{ ip_prefix: '192.0.2.0/25', service: 'EC2' }],
        ipv6_prefixes: [{ ipv6_prefix: '2001:db8:1::/48' }],
      }),
    );
    await put(
      'ServiceTags_Public.json',
      JSON.stringify({
        changeNumber: 1,
        cloud: 'Public',
        values: [{ properties: { addressPrefixes: ['192.0.2.128/26'] } }],
      }),
    );
    await put(
      'cloud.json',
      JSON.stringify({
        syncToken: '1',
        prefixes: [{ ipv4Prefix: '192.0.2.192/26' }, { ipv6Prefix: '2001:db8:2::/48' }],
      }),
    );
    await put('other.json', '{"a":1}');
    const { enrichment, files } = await loadEnrichment(dir);
    const cloud = (ip: string) => enrichment.address(ip)?.cloud;
    expect(
      ['192.0.2.1', '192.0.2.130', '192.0.2.200', '2001:db8:1::1', '2001:db8:2::1', '198.51.100.1'].map(cloud),
    ).toEqual(['aws', 'azure', 'gcp', 'aws', 'gcp', undefined]);
    expect(files.find(({ name }) => name === 'other.json')).toMatchObject({
      kind: 'not-used',
      problem: 'unknown-kind',
    });
  });

  it('is which lists hold it', async () => {
    await put('tor.txt', '# exit nodes\n203.0.113.7\n\n203.0.113.8 ; another\n');
    await put('vpn-providers.txt', '203.0.113.64/26');
    await put('miners.txt', '198.51.100.0/24,pool\n2001:db8::/48\nPool.example.\n0.0.0.0 bad.example\nnot/an/entry\n');
    const { enrichment, files } = await loadEnrichment(dir);
    expect(enrichment.address('203.0.113.8')).toEqual({ internal: false, tor: true, vpn: false, threats: [] });
    expect(enrichment.address('203.0.113.65')).toMatchObject({ tor: false, vpn: true });
    expect(enrichment.address('198.51.100.99')?.threats).toEqual(['miners']);
    expect(enrichment.address('2001:db8::1')?.threats).toEqual(['miners']);
    expect(enrichment.domain('eu.pool.example')).toEqual(['miners']);
    expect(enrichment.domain('bad.example')).toEqual(['miners']);
    expect(enrichment.domain('whirlpool.example')).toEqual([]);
    expect(files.find(({ name }) => name === 'miners.txt')).toMatchObject({
      kind: 'threats',
      entries: 4,
      malformed: 1,
    });
  });

  it('is known beforehand to be nothing where no file could tell it', async () => {
    const facts = ['internal', 'country', 'asn', 'cloud', 'tor', 'vpn', 'threats'] as const;
    const told = async () => {
      const { enrichment } = await loadEnrichment(dir);
      return facts.filter((fact) => enrichment.tells(fact));
    };
    expect(await told()).toEqual(['internal']);
    await put('tor.txt', '203.0.113.7');
    expect(await told()).toEqual(['internal', 'tor']);
    await put('miners.txt', '198.51.100.0/24');
    expect(await told()).toEqual(['internal', 'tor', 'threats']);
    await put('places.mmdb', smallDatabase('GeoLite2-City', { '198.51.100.0/24': { country: { iso_code: 'KR' } } }));
    expect(await told()).toEqual(['internal', 'country', 'asn', 'tor', 'vpn', 'threats']);
  });

  it('is whether it is of the internet at all', async () => {
    const { enrichment } = await loadEnrichment(dir);
    const internal = (ip: string) => enrichment.address(ip)?.internal;
    expect(['10.0.0.1', '127.0.0.1', '169.254.169.254', '100.64.0.1', 'fd00::1', '::1'].map(internal)).toEqual(
      Array(6).fill(true),
    );
    expect(['198.51.100.1', '2001:4860::1'].map(internal)).toEqual([false, false]);
  });

  it('is nothing where files are broken, and the files are told', async () => {
    const whole = smallDatabase('GeoLite2-City', { '198.51.100.0/24': { country: { iso_code: 'KR' } } });
    await put('cut.mmdb', whole.subarray(0, whole.length / 3));
    await put('noise.mmdb', Buffer.alloc(100, 7));
    await put('broken.json', '{');
    await put('notes.md', '');
    const { enrichment, files } = await loadEnrichment(dir);
    expect(enrichment.address('198.51.100.7')).toEqual({ internal: false });
    expect(files.map(({ name, problem }) => [name, problem])).toEqual([
      ['broken.json', 'malformed'],
      ['cut.mmdb', 'malformed'],
      ['noise.mmdb', 'malformed'],
      ['notes.md', 'unknown-kind'],
    ]);
    await expect(loadEnrichment(path.join(dir, 'none'))).rejects.toMatchObject({ code: 'enrichment-unreadable' });
  });
});

describe('rules ask for', () => {
  it('the place of the caller, by derived fields', async () => {
    await put('places.mmdb', smallDatabase('GeoLite2-City', { '198.51.100.0/24': { country: { iso_code: 'KR' } } }));
    await put('tor.txt', '198.51.100.7');
    const { enrichment } = await loadEnrichment(dir);
    const fields = eventFields(enrichment, { timeZone: 'Asia/Seoul' });
    const event = eventOf({
      eventName: 'ListUsers',
      eventSource: 'iam.amazonaws.com',
      awsRegion: 'us-east-1',
      eventTime: '2026-11-01T16:30:00Z',
      sourceIPAddress: '198.51.100.7',
    });
    if (typeof event === 'string') throw new Error(event);
    const value = (field: string) => fields.reader('cloudtrail', field)(event);
    expect(value('hwaseong.ip')).toBe('198.51.100.7');
    expect(value('hwaseong.ip.country')).toBe('KR');
    expect(value('hwaseong.ip.tor')).toBe(true);
    expect(value('hwaseong.ip.vpn')).toBeUndefined();
    expect(value('hwaseong.ip.network')).toBe('198.51.100.0/24');
    // Half past one on a Monday in Seoul.
    expect([value('hwaseong.hour'), value('hwaseong.weekday')]).toEqual([1, 1]);
    expect(value('hwaseong.unheard')).toBeUndefined();
  });

  it('what the inventory knows of the assets', () => {
    const asset = (id: string) =>
      id === 'arn:aws:s3:::photos'
        ? { kind: 'aws.s3.bucket', tags: { stage: 'prod' }, openFindings: 2, exposed: true }
        : undefined;
    const fields = eventFields({ address: () => undefined, asset });
    const event = eventOf({
      eventName: 'PutBucketAcl',
      eventSource: 's3.amazonaws.com',
      awsRegion: 'us-east-1',
      eventTime: '2026-11-01T00:00:00Z',
      requestParameters: { bucketName: 'photos' },
    });
    if (typeof event === 'string') throw new Error(event);
    const values = ['kind', 'tag', 'findings', 'exposed'].map((part) =>
      fields.reader('cloudtrail', `hwaseong.asset.${part}`)(event),
    );
    expect(values).toEqual([['aws.s3.bucket'], ['stage=prod'], [2], [true]]);
  });
});

// IPv6 that ends like IPv4 is read as IPv4.
const ipV6 = fc.ipV6().filter((ip) => !ip.includes('.'));

describe('a set of networks', () => {
  it('holds what one of its networks holds', () => {
    const network = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(ipV6, fc.integer({ min: 0, max: 128 })),
    );
    fc.assert(
      fc.property(fc.array(network, { maxLength: 20 }), fc.oneof(fc.ipV4(), ipV6), (networks, ip) => {
        const builder = addressSetBuilder();
        for (const [address, bits] of networks) expect(builder.add(`${address}/${bits}`)).toBe(true);
        const set = builder.build();
        const known = networks.map(([address, bits]) => [ipaddr.process(address), bits] as const);
        for (const one of [ip, ...networks.map(([address]) => address)]) {
          const parsed = ipaddr.process(one);
          const expected = known.some(
            ([address, bits]) =>
              address.kind() === parsed.kind() &&
              bits <= (parsed.kind() === 'ipv4' ? 32 : 128) &&
              parsed.match([address, bits] as never),
          );
          expect(set.has(addressOf(one) as string | number)).toBe(expected);
        }
      }),
    );
  });

  it('takes no text that is no network', () => {
    const builder = addressSetBuilder();
    for (const text of [
      '',
      'x',
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      '1.2.3.4/33',
      '1.2.3.4/-1',
      '1.2.3.4/x',
      '::/129',
      '1..2.3',
    ])
      expect(builder.add(text)).toBe(false);
    fc.assert(fc.property(fc.string(), (text) => void builder.add(text)));
  });
});
