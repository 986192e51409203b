import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyTypes, loginDefs, parseGroups, parsePasswd, parseShadow } from './accounts.ts';
import { parseFlags } from './container-engine.ts';
import { parseIptables, parseNft, parseNftFile } from './firewall.ts';
import { parseSysctl } from './kernel.ts';
import { forwardsLogs } from './logging.ts';
import { keyValues, parsePam } from './login.ts';
import { parseExports, parseMounts } from './mounts.ts';
import { filesWith } from './root.fixture.ts';
import { configLines, fitsGlob } from './root.ts';
import { parseSockets } from './sockets.ts';
import { parseSshd, readSshd } from './sshd.ts';
import { parseSudoers, readSudo } from './sudo.ts';
import { inetd, xinetd } from './units.ts';
import { aptSettings } from './updates.ts';

const parsers: Record<string, (text: string) => unknown> = {
  configLines: (text) => configLines(text, { joined: true }),
  parsePasswd,
  parseShadow,
  parseGroups,
  loginDefs,
  keyTypes,
  parseSshd,
  parseSudoers: (text) =>
    parseSudoers(text.split('\n').map((line, index) => ({ text: line, where: `sudoers:${index}` }))),
  parsePam,
  keyValues,
  parseSockets: (text) => [...parseSockets(text, 'tcp'), ...parseSockets(text, 'udp')],
  parseNft,
  parseNftFile,
  parseIptables,
  parseSysctl,
  parseMounts,
  parseExports,
  inetd,
  xinetd,
  aptSettings,
  parseFlags: (text) => parseFlags(text.split(' ')),
  forwardsLogs,
  fitsGlob: (text) => fitsGlob(text, text.slice(0, 40)),
};

/** Words and signs that mean something to one of the parsers, and anything else. */
const words = fc.constantFrom(
  ...[
    'ALL',
    '=',
    ':',
    ',',
    '(',
    ')',
    '"',
    '\\',
    '\n',
    ' ',
    '#',
    '*',
    '[',
    ']',
    '{',
    '}',
    ';',
    '/*',
    '//',
    '/',
    '!',
    '%a',
    '$6$',
  ],
  ...[
    'NOPASSWD:',
    'User_Alias',
    'Cmnd_Alias',
    'Defaults',
    'Match',
    'Include',
    'auth',
    'password',
    'pam_unix.so',
    'root:x:0:0::/:',
  ],
  ...[
    '*filter',
    ':INPUT DROP',
    '-A INPUT -j',
    'table inet',
    'chain x',
    'hook input',
    'policy drop',
    'service',
    'disable = yes',
    '0A',
    '--x=',
    '-H',
  ],
  ...[
    '{"nftables":[',
    '{"rule":{"expr":[null,1,{"jump":{}}]}}',
    '{"chain":{"name":"a","hook":"input","type":"filter"}}',
    ']}',
  ],
);
const text = fc
  .array(fc.oneof(words, fc.string({ maxLength: 6, unit: 'binary' })), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('whatever a file holds', () => {
  it.each(Object.entries(parsers))('%s gives a value', (_name, parse) => {
    fc.assert(
      fc.property(text, (one) => void parse(one)),
      { numRuns: 300 },
    );
  });

  it.each(Object.entries(parsers))('%s is not led into endless work by a long line', (_name, parse) => {
    for (const piece of [
      ' ',
      '"',
      '(',
      '\\',
      'a,',
      ':',
      '/*',
      '{',
      'NOPASSWD:',
      'tcp ',
      '*',
      '[',
      '#',
      '=',
      '\n',
      '\t#',
      'reject ',
    ])
      expect(() => parse(`ann ALL = ${piece.repeat(40_000)}x`)).not.toThrow();
  });
});

it('aliases that stand for more and more of each other come to an end', () => {
  const lines = Array.from({ length: 30 }, (_, at) => `User_Alias A${at} = A${at + 1}, A${at + 1}, A${at + 1}`);
  const { rules } = parseSudoers([...lines, 'A0 ALL = ALL'].map((one) => ({ text: one, where: 'x' })));
  expect(rules[0]?.everything).toBe(true);
});

it('files of many includes come to an end, and that is told', () => {
  const sudo = filesWith({ 'usr/bin/sudo': '', 'etc/sudoers': '#include /etc/sudoers\nroot ALL=(ALL) ALL\n' });
  expect(readSudo(sudo)?.rules).toHaveLength(1);
  const wide = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`etc/ssh/c/${at}`, 'Include c/*\n']));
  const ssh = filesWith({ 'usr/sbin/sshd': '', 'etc/ssh/sshd_config': 'Include c/*\n', ...wide });
  expect(readSshd(ssh, null)?.options.permitrootlogin?.where).toBe('default');
  expect(ssh.missed[0]?.code).toBe('TooMany');
});
