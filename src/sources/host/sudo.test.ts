import { describe, expect, it } from 'vitest';
import { filesWith } from './root.fixture.ts';
import { parseSudoers, readSudo } from './sudo.ts';

const parsed = (...lines: string[]) =>
  parseSudoers(lines.map((text, index) => ({ text, where: `sudoers:${index + 1}` })));
const rules = (...lines: string[]) => parsed(...lines).rules;

describe('a rule of sudo', () => {
  it('says who may run what as whom', () => {
    expect(rules('%admin ALL=(ALL:ALL) ALL')).toEqual([
      {
        users: ['%admin'],
        hosts: ['ALL'],
        runAs: ['ALL', 'ALL'],
        commands: ['ALL'],
        noPassword: false,
        everything: true,
        wildcards: [],
        where: 'sudoers:1',
      },
    ]);
  });

  it('asks for no password from the tag on, until another says so', () => {
    const found = rules('deploy ALL = NOPASSWD: /bin/a, NOEXEC: /bin/b, PASSWD: /bin/c');
    expect(found.map(({ commands, noPassword }) => [commands, noPassword])).toEqual([
      [['/bin/a', '/bin/b'], true],
      [['/bin/c'], false],
    ]);
  });

  it('stands for what its aliases name, of other aliases too', () => {
    const found = rules(
      'User_Alias OPS = ann, BACKUP : BACKUP = bob',
      'Cmnd_Alias SHELLS = /bin/sh, /bin/bash',
      'OPS WEB = (root) NOPASSWD: SHELLS, !/bin/su',
      'Host_Alias WEB = web1, web2',
    );
    expect(found).toMatchObject([
      {
        users: ['ann', 'bob'],
        hosts: ['web1', 'web2'],
        commands: ['/bin/sh', '/bin/bash', '!/bin/su'],
        noPassword: true,
      },
    ]);
  });

  it('may be several for several hosts', () => {
    expect(rules('ann web = /bin/a : db = NOPASSWD: /bin/b').map(({ hosts, commands }) => [hosts, commands])).toEqual([
      [['web'], ['/bin/a']],
      [['db'], ['/bin/b']],
    ]);
  });

  it('has wildcards where a pattern is not escaped', () => {
    expect(rules('ann ALL = /usr/bin/vi /etc/app/*, /bin/x \\*')[0]?.wildcards).toEqual(['/usr/bin/vi /etc/app/*']);
  });

  it('may tell a program by its digest, and a user in quotes', () => {
    expect(rules('"a b" ALL = sha224:AbC=, sha256 : dEf== /bin/ls, /bin/cat : db = /bin/id')).toMatchObject([
      { users: ['a b'], hosts: ['ALL'], commands: ['/bin/ls', '/bin/cat'] },
      { hosts: ['db'], commands: ['/bin/id'] },
    ]);
  });

  it('is told where it cannot be understood', () => {
    expect(parsed('this is no rule').wrong).toEqual(['sudoers:1']);
  });

  it('does not follow aliases in a circle', () => {
    expect(rules('User_Alias A = B', 'User_Alias B = A', 'A ALL = ALL')[0]?.users).toEqual(['A']);
  });
});

it('defaults have a scope and a value', () => {
  expect(parsed('Defaults:ann !authenticate, timestamp_timeout=0', 'Defaults use_pty').defaults).toEqual([
    { name: 'authenticate', value: false, scope: ':ann', where: 'sudoers:1' },
    { name: 'timestamp_timeout', value: '0', scope: ':ann', where: 'sudoers:1' },
    { name: 'use_pty', value: true, scope: '', where: 'sudoers:2' },
  ]);
});

it('included files are read but for those of editors and packages', () => {
  const files = filesWith({
    'usr/bin/sudo': '',
    'etc/sudoers': 'root ALL=(ALL) ALL\n#includedir /etc/sudoers.d\n# a comment\n#1000 ALL = /bin/a\n',
    'etc/sudoers.d/one': '%ops ALL=(ALL) \\\n NOPASSWD: ALL\n',
    'etc/sudoers.d/two.bak': 'x ALL=(ALL) ALL\n',
    'etc/sudoers.d/three~': 'y ALL=(ALL) ALL\n',
  });
  expect(readSudo(files)?.rules.map(({ users, where }) => [users, where])).toEqual([
    [['root'], 'etc/sudoers:1'],
    [['%ops'], 'etc/sudoers.d/one:1'],
    [['#1000'], 'etc/sudoers:4'],
  ]);
  expect(files.missed).toEqual([]);
  expect(readSudo(filesWith({}))).toBeNull();
});
