import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FactUnknown } from '../../../model/index.ts';
import { controlFunctions } from './index.ts';

const now = new Date('2026-06-01T12:00:00Z');

/** Calls a function as expressions do: integers as bigint, the clock last. */
function call(name: string, ...args: unknown[]): unknown {
  const found = controlFunctions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return (found.handler as (...values: unknown[]) => unknown)(...args, ...(found.clock === true ? [now] : []));
}

describe('the table of functions', () => {
  it('names each once and says what it gives', () => {
    const names = controlFunctions.map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { doc } of controlFunctions) expect(doc.length).toBeGreaterThan(20);
  });

  it('throws on no value at all', () => {
    const value = fc.oneof(fc.jsonValue(), fc.bigInt(), fc.constant(null));
    const total = controlFunctions.filter((one) => one.params.every((type) => type === 'dyn'));
    expect(total.length).toBeGreaterThan(5);
    for (const { name, params } of total) {
      const args = fc.tuple(...params.map(() => value));
      fc.assert(
        fc.property(args, (values) => {
          call(name, ...values);
        }),
        { numRuns: 100 },
      );
    }
  });
});

describe('time', () => {
  it('counts whole days', () => {
    expect(call('daysSince', '2026-05-31T12:00:00Z')).toBe(1n);
    expect(call('daysSince', '2026-05-31T12:00:01Z')).toBe(0n);
    expect(call('daysSince', '2026-06-02T12:00:00Z')).toBe(-1n);
    expect(call('daysUntil', '2026-07-01T12:00:00+00:00')).toBe(30n);
    expect(call('daysSince', 'N/A')).toBeNull();
    expect(call('daysSince', null)).toBeNull();
  });
});

describe('addresses', () => {
  it('know the whole world in every spelling', () => {
    for (const cidr of ['0.0.0.0/0', '::/0', '0:0:0:0:0:0:0:0/0', '1.2.3.4/0'])
      expect(call('isWorld', cidr)).toBe(true);
    for (const cidr of ['0.0.0.0', '10.0.0.0/8', '::/1', '', null, 'all']) expect(call('isWorld', cidr)).toBe(false);
  });

  it('tell public addresses from private ones', () => {
    for (const address of ['8.8.8.8', '2600::1']) expect(call('isPublicIp', address)).toBe(true);
    for (const address of [
      '10.1.1.1',
      '172.16.0.1',
      '192.168.1.1',
      '127.0.0.1',
      '169.254.169.254',
      'fd00::1',
      '::1',
      'x',
    ]) {
      expect([address, call('isPublicIp', address)]).toEqual([address, false]);
    }
  });

  it('nest', () => {
    expect(call('cidrContains', '10.0.0.0/8', '10.1.0.0/16')).toBe(true);
    expect(call('cidrContains', '10.1.0.0/16', '10.0.0.0/8')).toBe(false);
    expect(call('cidrContains', '10.0.0.0/8', '10.9.9.9')).toBe(true);
    expect(call('cidrContains', '::/0', '10.0.0.0/8')).toBe(false);
  });
});

describe('security group rules', () => {
  const rule = (parts: object) => ({
    IpProtocol: 'tcp',
    FromPort: 22n,
    ToPort: 22n,
    IpRanges: [{ CidrIp: '0.0.0.0/0' }],
    ...parts,
  });
  const opens = (parts: object, protocol = 'tcp', from = 22n, to = 22n) =>
    call('worldOpen', rule(parts), protocol, from, to);

  it('open a port to the world by IPv4 or IPv6, in a range, or by every protocol', () => {
    expect(opens({})).toBe(true);
    expect(opens({ IpRanges: [], Ipv6Ranges: [{ CidrIpv6: '::/0' }] })).toBe(true);
    expect(opens({ FromPort: 0n, ToPort: 1024n })).toBe(true);
    expect(opens({ IpProtocol: '-1', FromPort: undefined, ToPort: undefined })).toBe(true);
    expect(opens({ IpProtocol: '6' })).toBe(true);
    expect(opens({}, 'any', 20n, 30n)).toBe(true);
  });

  it('do not where address, protocol or port is another', () => {
    expect(opens({ IpRanges: [{ CidrIp: '10.0.0.0/8' }] })).toBe(false);
    expect(opens({ IpProtocol: 'udp' })).toBe(false);
    expect(opens({ FromPort: 23n, ToPort: 80n })).toBe(false);
    expect(opens({ IpProtocol: 'icmp', FromPort: -1n, ToPort: -1n })).toBe(false);
    expect(opens({ IpRanges: [], PrefixListIds: [{ PrefixListId: 'pl-1' }] })).toBe(false);
    expect(call('worldOpen', null, 'tcp', 22n, 22n)).toBe(false);
  });

  it('open everything by protocol -1 or the whole range', () => {
    expect(call('opensAllPorts', rule({ IpProtocol: '-1' }))).toBe(true);
    expect(call('opensAllPorts', rule({ FromPort: 0n, ToPort: 65_535n }))).toBe(true);
    expect(call('opensAllPorts', rule({}))).toBe(false);
    expect(call('opensAllPorts', rule({ IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }))).toBe(false);
  });
});

describe('network ACLs', () => {
  const entry = (number: number, action: string, parts: object = {}) => ({
    RuleNumber: BigInt(number),
    RuleAction: action,
    Egress: false,
    Protocol: '6',
    CidrBlock: '0.0.0.0/0',
    PortRange: { From: 22n, To: 22n },
    ...parts,
  });
  const allows = (...entries: object[]) => call('aclAllowsWorld', entries, 'tcp', 22n);

  it('are read in the order of their numbers', () => {
    expect(allows(entry(100, 'allow'), entry(32_767, 'deny', { Protocol: '-1' }))).toBe(true);
    expect(allows(entry(100, 'allow'), entry(50, 'deny'))).toBe(false);
    expect(allows(entry(100, 'allow'), entry(50, 'deny', { PortRange: { From: 80n, To: 80n } }))).toBe(true);
    expect(allows(entry(100, 'allow'), entry(50, 'deny', { CidrBlock: '10.0.0.0/8' }))).toBe(true);
  });

  it('count inbound rules only, IPv6 apart from IPv4', () => {
    expect(allows(entry(100, 'allow', { Egress: true }))).toBe(false);
    expect(allows(entry(50, 'deny'), entry(60, 'allow', { CidrBlock: undefined, Ipv6CidrBlock: '::/0' }))).toBe(true);
    expect(allows()).toBe(false);
  });
});

describe('text', () => {
  it('compares versions by number', () => {
    expect(call('versionAtLeast', '1.10', '1.9')).toBe(true);
    expect(call('versionAtLeast', '1.30', '1.30.0')).toBe(true);
    expect(call('versionAtLeast', '1.29', '1.30')).toBe(false);
    expect(call('versionAtLeast', null, '1.30')).toBe(false);
  });

  it('fits patterns with stars', () => {
    for (const pattern of ['*', 'team/*', '*/app', 't*m/*p', 'team/app', '**app'])
      expect([pattern, call('globMatches', 'team/app', pattern)]).toEqual([pattern, true]);
    for (const pattern of ['', 'team', 'app*', '*team', 'team/app*p', 'x*app'])
      expect([pattern, call('globMatches', 'team/app', pattern)]).toEqual([pattern, false]);
    expect(call('globMatches', null, '*')).toBe(false);
  });

  it('reads numbers and JSON', () => {
    expect(call('number', '90')).toBe(90n);
    expect(call('number', 'true')).toBeNull();
    expect(call('json', '{"a":[1]}')).toEqual({ a: [1n] });
    expect(call('json', '{')).toBeNull();
    expect(call('text', 5n)).toBe('5');
    expect(call('text', null)).toBe('');
  });
});

describe('answers that cannot be read', () => {
  it('make the result unknown', () => {
    expect(call('readable', { a: 1n }, true, 'lambda:ListFunctions')).toEqual({ a: 1n });
    expect(() => call('readable', { a: 1n }, false, 'lambda:ListFunctions')).toThrow(FactUnknown);
  });
});

describe('secrets', () => {
  const marked = (detector: string | null) => ({ $redacted: { detector, masked: 'AKIA…', hmac: '00' } });

  it('are found at any depth, by the names of pairs', () => {
    expect(call('secretsIn', { Variables: { KEY: marked('aws-access-key-id'), PLAIN: marked(null) } })).toEqual([
      { path: 'Variables.KEY', detector: 'aws-access-key-id', masked: 'AKIA…' },
    ]);
    expect(call('secretsIn', [{ name: 'TOKEN', value: marked('github-token') }])).toMatchObject([
      { path: 'TOKEN.value' },
    ]);
    expect(call('secretsIn', null)).toEqual([]);
  });
});
