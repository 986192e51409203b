import { describe, expect, it } from 'vitest';
import { parseIptables, parseNft, parseNftFile, readFirewall } from './firewall.ts';
import { filesWith } from './root.fixture.ts';
import { listSockets, parseSockets } from './sockets.ts';

const row = (local: string, state: string, remote = '00000000:0000') =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 100 0 0 10 0`;

describe('a socket', () => {
  it('waits where it listens, at an address and a port', () => {
    expect(
      parseSockets(`  sl  local_address\n${row('0100007F:0016', '0A')}\n${row('0100007F:0017', '01')}`, 'tcp'),
    ).toEqual([
      {
        protocol: 'tcp',
        address: '127.0.0.1',
        port: 22,
        loopback: true,
        anyAddress: false,
        uid: 1000,
        inode: '4711',
      },
    ]);
  });

  it('has an address of IPv6 as people write it', () => {
    const none = '00000000000000000000000000000000:0000';
    const addresses = [
      '00000000000000000000000000000000',
      '00000000000000000000000001000000',
      'B80D0120000000000000000001000000',
      '0000000000000000FFFF00000100007F',
    ].map((hex) => parseSockets(row(`${hex}:0050`, '0A', none), 'tcp')[0]);
    expect(addresses.map((one) => [one?.address, one?.loopback, one?.anyAddress])).toEqual([
      ['::', false, true],
      ['::1', true, false],
      ['2001:db8::1', false, false],
      ['::ffff:127.0.0.1', true, false],
    ]);
  });

  it('of UDP waits where it has no peer', () => {
    const rows = [row('00000000:0035', '07'), row('00000000:0036', '07', '0100007F:1234')].join('\n');
    expect(parseSockets(rows, 'udp').map(({ port }) => port)).toEqual([53]);
  });

  it('is not known of a system that does not run', () => {
    const files = filesWith({ 'proc/net/tcp': row('00000000:0016', '0A') });
    expect(listSockets(files)).toEqual([]);
    expect(files.missed[0]?.code).toBe('NotRunning');
  });
});

describe('a firewall', () => {
  const chain = (policy: string, family = 'inet') => ({
    chain: { family, table: 'filter', name: 'input', hook: 'input', type: 'filter', prio: 0, policy },
  });
  const rule = (chainName: string, ...expr: object[]) => ({
    rule: { family: 'inet', table: 'filter', chain: chainName, expr },
  });
  const match = { match: { op: '==', left: { payload: { protocol: 'tcp', field: 'dport' } }, right: 22 } };
  const nft = (...all: object[]) => parseNft(JSON.stringify({ nftables: all }));

  it('filters by the policy of its input', () => {
    expect(nft(chain('drop'), rule('input', match, { accept: null }))).toEqual({ ipv4: true, ipv6: true, rules: 1 });
    expect(nft(chain('accept'), rule('input', match, { drop: null }))).toMatchObject({ ipv4: false });
    expect(nft(chain('drop', 'ip'))).toMatchObject({ ipv4: true, ipv6: false });
  });

  it('filters by a last rule without a condition, also in a chain that it jumps to', () => {
    const other = { chain: { family: 'inet', table: 'filter', name: 'zones' } };
    expect(
      nft(
        chain('accept'),
        other,
        rule('input', { jump: { target: 'zones' } }),
        rule('zones', { counter: {} }, { reject: null }),
      ),
    ).toMatchObject({ ipv4: true });
  });

  it('filters nothing after a rule that accepts everything', () => {
    expect(nft(chain('drop'), rule('input', { accept: null }))).toMatchObject({ ipv4: false });
  });

  it('is read of what iptables put there, as far as nft tells it', () => {
    const target = { xt: { type: 'target', name: 'REJECT' } };
    expect(nft(chain('accept'), rule('input', { counter: {} }, target))).toMatchObject({ ipv4: true });
    expect(nft(chain('accept'), rule('input', { xt: { type: 'match', name: 'limit' } }, target))).toMatchObject({
      ipv4: false,
    });
    expect(nft(chain('accept'), rule('input', { xt: null }, { drop: null }))).toMatchObject({ ipv4: false });
  });

  it('is not known from what is no JSON', () => {
    expect(parseNft('table inet filter {')).toBeUndefined();
  });

  it('of iptables is read from what is saved', () => {
    const saved = (policy: string, ...rules: string[]) =>
      parseIptables(`*nat\n:INPUT DROP [0:0]\nCOMMIT\n*filter\n:INPUT ${policy} [0:0]\n${rules.join('\n')}\nCOMMIT\n`)
        .filtered;
    expect(saved('DROP', '-A INPUT -p tcp --dport 22 -j ACCEPT')).toBe(true);
    expect(saved('ACCEPT')).toBe(false);
    expect(saved('ACCEPT', '-A INPUT -j REJECT --reject-with icmp-port-unreachable')).toBe(true);
    expect(saved('DROP', '-A INPUT -j ACCEPT')).toBe(false);
    expect(saved('ACCEPT', '-A INPUT -j rest', '-A rest -j DROP')).toBe(true);
  });

  it('of a disk is what its files set up', async () => {
    const ruleset =
      'table inet filter {\n  chain input {\n    type filter hook input priority 0; policy drop;\n  }\n}\n';
    const services = (name: string) => [{ name, by: 'systemd' as const, kind: 'service', where: '' }];
    const files = filesWith({ 'etc/nftables.conf': ruleset });
    expect(await readFirewall(files, services('nftables'))).toMatchObject({
      source: 'configured',
      ipv4: true,
      ipv6: true,
    });
    expect(await readFirewall(files, [])).toMatchObject({ ipv4: false });
    const ufw = filesWith({
      'usr/sbin/ufw': '',
      'etc/ufw/ufw.conf': 'ENABLED=yes\n',
      'etc/default/ufw': 'IPV6=no\nDEFAULT_INPUT_POLICY="DROP"\n',
    });
    expect(await readFirewall(ufw, services('ufw'))).toMatchObject({ tools: ['ufw'], ipv4: true, ipv6: false });
  });

  it('of a file filters by a chain that hooks into input alone', () => {
    const forward = 'table ip t {\n chain f { type filter hook forward priority 0; policy drop; }\n}\n';
    expect(parseNftFile(forward)).toEqual({ ipv4: false, ipv6: false });
  });
});
