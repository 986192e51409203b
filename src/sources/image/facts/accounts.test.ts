import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableFile } from '../../files/errors.ts';
import { accountsOf, accountsReader } from './accounts.ts';
import { entryOf, readingOf } from './readers.fixture.ts';

const passwd =
  'root:x:0:0:root:/root:/bin/sh\napp::1000:1000::/home/app:/bin/sh\nold:*:1001:1001::/:/bin/false\n+nis::::::\nbroken\n';

describe('accounts', () => {
  it('are told with the state of their passwords', () => {
    const readings = [
      ...readingOf(accountsReader, 'etc/passwd', passwd),
      ...readingOf(accountsReader, 'etc/shadow', 'root:$6$salt$hash:19000::::::\n'),
      ...readingOf(accountsReader, 'etc/group', 'root:x:0:\nwheel:x:10:root,app\n'),
    ];
    expect(accountsOf(readings)).toEqual({
      users: [
        { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/sh', password: 'set' },
        { name: 'app', uid: 1000, gid: 1000, home: '/home/app', shell: '/bin/sh', password: 'empty' },
        { name: 'old', uid: 1001, gid: 1001, home: '/', shell: '/bin/false', password: 'locked' },
      ],
      groups: [
        { name: 'root', gid: 0 },
        { name: 'wheel', gid: 10 },
      ],
    });
  });

  it.each([
    ['root:!:19000::::::', 'locked'],
    ['root:!$6$salt$hash:19000::::::', 'locked'],
    ['root:*:19000::::::', 'locked'],
    ['root::19000::::::', 'empty'],
    ['other:*:19000::::::', 'none'],
  ])('%s is a password that is %s', (line, state) => {
    const readings = [
      ...readingOf(accountsReader, 'etc/passwd', 'root:x:0:0::/root:/bin/sh'),
      ...readingOf(accountsReader, 'etc/shadow', line),
    ];
    expect(accountsOf(readings)?.users[0]?.password).toBe(state);
  });

  it('never show a hash', () => {
    const readings = readingOf(accountsReader, 'etc/shadow', 'root:$6$salt$planted:19000::::::\n');
    expect(JSON.stringify(readings)).not.toContain('planted');
  });

  it('are not known without a passwd, or where it was removed', () => {
    expect(accountsOf([])).toBeUndefined();
    const [reading] = readingOf(accountsReader, 'etc/passwd', passwd);
    expect(accountsOf([{ ...reading!, hidden: true }])).toBeUndefined();
  });

  it('come of any bytes, or these are told as unreadable', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('etc/passwd', 'etc/shadow', 'etc/group'),
        fc.uint8Array({ maxLength: 500 }),
        (path, bytes) => {
          try {
            accountsReader.read(entryOf(path), bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableFile);
          }
        },
      ),
    );
  });
});
