import { describe, expect, it } from 'vitest';
import { keyTypes, listAuthorizedKeys, parseShadow, readAccounts, readPasswords } from './accounts.ts';
import { filesWith } from './root.fixture.ts';

describe('accounts', () => {
  it('are told with their shell, groups and home', () => {
    const files = filesWith({
      'etc/passwd':
        'root:x:0:0::/root:/bin/bash\nwww:x:33:33::/var/www:/usr/sbin/nologin\nann:x:1000:1000::/home/ann:\n+@staff\n# no\nbroken\n',
      'etc/group': 'root:x:0:\nann:x:1000:\ndocker:x:999:ann,bob\n',
      'home/ann': { folder: 0o757 },
    });
    const told = readAccounts(files);
    expect(told?.users.map(({ name, login, system, groups }) => ({ name, login, system, groups }))).toEqual([
      { name: 'root', login: true, system: false, groups: ['root'] },
      { name: 'www', login: false, system: true, groups: [] },
      { name: 'ann', login: true, system: false, groups: ['ann', 'docker'] },
    ]);
    expect(told?.users[2]).toMatchObject({ shell: '/bin/sh', homePermissions: { mode: '0757', othersWrite: true } });
    expect(told?.directoryLines).toEqual(['etc/passwd:4']);
  });

  it('are unknown to a system that has none', () => {
    expect(readAccounts(filesWith({}))).toBeNull();
    expect(readPasswords(filesWith({}))).toBeNull();
  });
});

describe('a password', () => {
  const one = (field: string) => parseShadow(`ann:${field}:19000:0:90:7:30:20000:\n`)[0];

  it('is set, empty or locked; its hash is not kept', () => {
    expect(one('$y$j9T$salt$hash')).toEqual({
      name: 'ann',
      state: 'set',
      hash: 'yescrypt',
      lastChanged: '2022-01-08T00:00:00.000Z',
      minDays: 0,
      maxDays: 90,
      warnDays: 7,
      inactiveDays: 30,
      expires: '2024-10-04T00:00:00.000Z',
    });
    expect(one('')?.state).toBe('empty');
    expect(one('!$6$x$y')).toMatchObject({ state: 'locked', hash: null });
    expect(one('*')?.state).toBe('locked');
  });

  it('is told by how it is hashed', () => {
    expect(
      ['$1$a$b', '$6$a$b', '$5$a$b', '$2b$12$x', 'abJnggxhB/yWI', '$new$x'].map((field) => one(field)?.hash),
    ).toEqual(['md5', 'sha512', 'sha256', 'bcrypt', 'des', 'unknown']);
  });
});

describe('keys', () => {
  it('are counted by their kinds, whatever stands in front', () => {
    const key = 'AAAAC3NzaC1lZDI1NTE5AAAA';
    expect(keyTypes(`# none\nssh-ed25519 ${key} ann\nfrom="192.0.2.1",no-pty ssh-rsa ${key}\nnonsense\n`)).toEqual([
      'ssh-ed25519',
      'ssh-rsa',
    ]);
  });

  it('are found in homes', () => {
    const files = filesWith({
      'etc/passwd': 'ann:x:1000:1000::/home/ann:/bin/sh\n',
      'home/ann/.ssh/authorized_keys': { text: 'ssh-dss AAAAB3NzaC1kc3MAAACB x\n', mode: 0o666 },
    });
    expect(listAuthorizedKeys(files)).toEqual([
      {
        user: 'ann',
        path: 'home/ann/.ssh/authorized_keys',
        keys: 1,
        types: ['ssh-dss'],
        groupWrites: true,
        othersWrite: true,
      },
    ]);
  });
});
