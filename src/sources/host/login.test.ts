import { describe, expect, it } from 'vitest';
import { parsePam, readLogin, readRootPath } from './login.ts';
import { filesWith } from './root.fixture.ts';

describe('how the system lets people in', () => {
  it('is told by PAM through its includes, and by the files of its modules', () => {
    const told = readLogin(
      filesWith({
        'etc/login.defs': 'PASS_MAX_DAYS 90\nUMASK 027\nENCRYPT_METHOD SHA512\n',
        'etc/pam.d/common-password':
          'password requisite pam_pwquality.so retry=3 ucredit=-1\npassword [success=1 default=ignore] pam_unix.so obscure yescrypt remember=4\n',
        'etc/security/pwquality.conf': 'minlen = 12\ndcredit = -1\n# minclass = 4\n',
        'etc/pam.d/sshd': '@include common-auth\n',
        'etc/pam.d/common-auth': 'auth required pam_faillock.so preauth deny=4\nauth [success=1] pam_unix.so nullok\n',
        'etc/security/faillock.conf': 'unlock_time = 1200\n',
        'etc/pam.d/su': 'auth required pam_wheel.so use_uid\n',
        'etc/profile.d/timeout.sh': 'readonly TMOUT=600; export TMOUT\n',
      }),
    );
    expect(told).toMatchObject({
      quality: { module: 'pam_pwquality', minLength: 12, digits: -1, upper: -1, required: 2 },
      lockout: { module: 'pam_faillock', deny: 4, unlockSeconds: 1200 },
      remember: 4,
      hash: 'yescrypt',
      nullPasswords: true,
      suRestricted: true,
      umask: '027',
      timeout: 600,
      defs: { maxDays: 90, hash: 'sha512' },
      banner: false,
    });
  });

  it('asks for nothing where nothing is set', () => {
    expect(readLogin(filesWith({ 'etc/login.defs': '' }))).toMatchObject({
      quality: null,
      lockout: null,
      remember: null,
    });
    expect(readLogin(filesWith({}))).toBeNull();
  });
});

it('a rule of PAM has a kind, a control, a module and arguments', () => {
  expect(
    parsePam('-auth [success=1 default=ignore] /lib/security/pam_x.so a b=c # no\nauth include system-auth\n'),
  ).toEqual([
    { kind: 'auth', control: '[success=1 default=ignore]', module: 'pam_x', args: ['a', 'b=c'] },
    { kind: 'include', control: 'include', module: 'system-auth', args: [] },
  ]);
});

it('a search path is unsafe with what is not absolute', () => {
  const files = filesWith({ 'root/.bashrc': 'export PATH=.:/usr/bin:\nPATH="/sbin:$PATH"\n' });
  expect(readRootPath(files).unsafe).toEqual([
    { entry: '.', where: 'root/.bashrc:1' },
    { entry: '', where: 'root/.bashrc:1' },
  ]);
});
