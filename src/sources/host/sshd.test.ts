import { describe, expect, it } from 'vitest';
import { filesWith, type Laid } from './root.fixture.ts';
import { parseSshd, readSshd } from './sshd.ts';

const sshd = (files: Record<string, Laid>, version: string | null = '9.2') =>
  readSshd(filesWith({ 'usr/sbin/sshd': '', ...files }), version);

describe('what sshd does', () => {
  it('is nothing where there is none', () => {
    expect(readSshd(filesWith({ 'etc/ssh/sshd_config': 'PermitRootLogin yes\n' }), null)).toBeNull();
  });

  it('is told by defaults where nothing is set, as its version has them', () => {
    expect(sshd({})?.options.permitrootlogin).toEqual({
      value: 'prohibit-password',
      where: 'default',
      values: ['prohibit-password'],
    });
    expect(sshd({}, '6.6')?.options.permitrootlogin?.value).toBe('yes');
    expect(sshd({}, '6.6')?.algorithms.ciphers).toContain('aes128-cbc');
    expect(sshd({})?.ports).toEqual([22]);
  });

  it('is what stands first, in included files too', () => {
    const told = sshd({
      'etc/ssh/sshd_config': 'Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes\nMaxAuthTries=3\n',
      'etc/ssh/sshd_config.d/10-a.conf': 'PermitRootLogin no\n',
      'etc/ssh/sshd_config.d/20-b.conf': 'PermitRootLogin yes\n',
    });
    expect(told?.options.permitrootlogin).toEqual({
      value: 'no',
      where: 'etc/ssh/sshd_config.d/10-a.conf:1',
      values: ['no'],
    });
    expect(told?.options.maxauthtries?.value).toBe('3');
  });

  it('is another for whom a Match block fits, and a block for all goes first', () => {
    const told = sshd({
      'etc/ssh/sshd_config':
        'PasswordAuthentication no\nX11Forwarding yes\nMatch User backup\n  PasswordAuthentication yes\nMatch all\n  X11Forwarding no\n',
    });
    expect(told?.options.passwordauthentication?.values).toEqual(['no', 'yes']);
    expect(told?.matches).toEqual([
      { criteria: 'User backup', where: 'etc/ssh/sshd_config:3', options: { passwordauthentication: 'yes' } },
    ]);
    expect(told?.options.x11forwarding?.value).toBe('no');
  });

  it('ends a Match block of an included file with that file', () => {
    const told = sshd({
      'etc/ssh/sshd_config': 'Include a.conf\nPermitEmptyPasswords no\n',
      'etc/ssh/a.conf': 'Match User x\nPermitEmptyPasswords yes\n',
    });
    expect(told?.options.permitemptypasswords).toMatchObject({ value: 'no', values: ['no', 'yes'] });
  });

  it('names times in seconds, several ports, and algorithms beside the defaults', () => {
    const told = sshd({
      'etc/ssh/sshd_config': 'ClientAliveInterval 5m\nPort 22\nPort 2222\nCiphers +aes128-cbc\nMACs -hmac-sha1\n',
    });
    expect(told?.options.clientaliveinterval?.value).toBe('300');
    expect(told?.ports).toEqual([22, 2222]);
    expect(told?.algorithms).toMatchObject({ ciphers: ['aes128-cbc'], macs: [] });
  });

  it('does not follow includes that go in a circle', () => {
    const files = filesWith({
      'usr/sbin/sshd': '',
      'etc/ssh/sshd_config': 'Include sshd_config\nPermitRootLogin no\n',
    });
    expect(readSshd(files, null)?.options.permitrootlogin?.value).toBe('no');
    expect(files.missed[0]?.code).toBe('TooMany');
  });
});

it('a line may have quotes, an equals sign and a comment', () => {
  expect(parseSshd('Banner "/etc/my issue" # shown\nPort = 22\n# Port 23\n')).toEqual([
    { line: 1, option: 'banner', values: ['/etc/my issue'] },
    { line: 2, option: 'port', values: ['22'] },
  ]);
});
