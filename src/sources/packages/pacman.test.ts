import { expect, it } from 'vitest';
import { readWith } from './entry.fixture.ts';
import { pacman } from './pacman.ts';

it('tells packages of Arch Linux and the files that may hold others', () => {
  const desc = '%NAME%\ngcc-libs\n\n%VERSION%\n1:13.2.1-5\n\n%BASE%\ngcc\n\n%ARCH%\nx86_64\n\n%LICENSE%\nGPL\nFDL\n\n';
  expect(readWith(pacman, 'var/lib/pacman/local/gcc-libs-1:13.2.1-5/desc', desc)?.packages).toEqual([
    {
      type: 'alpm',
      name: 'gcc-libs',
      version: '1:13.2.1-5',
      arch: 'x86_64',
      source: { name: 'gcc', version: '1:13.2.1-5' },
      licenses: ['GPL', 'FDL'],
    },
  ]);
  const files = '%FILES%\nusr/\nusr/bin/\nusr/bin/tool\nusr/share/man/man1/tool.1.gz\n\n%BACKUP%\netc/tool.conf\t0\n';
  expect(readWith(pacman, 'var/lib/pacman/local/some-tool-1.0-1/files', files)).toEqual({
    owns: { package: 'some-tool', paths: ['usr/bin/tool'] },
  });
  expect(() => readWith(pacman, 'var/lib/pacman/local/a-1-1/desc', '%NAME%\na\n')).toThrow('with a version');
});
