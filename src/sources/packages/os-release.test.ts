import { describe, expect, it } from 'vitest';
import { readWith } from './entry.fixture.ts';
import { osRelease } from './os-release.ts';

const distribution = (path: string, text: string) => readWith(osRelease, path, text)?.distribution;

describe('the distribution', () => {
  it('is what os-release says, quoted or not', () => {
    const text =
      '# a comment\nNAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian \\"12\\""\n';
    expect(distribution('etc/os-release', text)).toEqual({
      id: 'debian',
      version: '12',
      codename: 'bookworm',
      name: 'Debian "12"',
    });
    expect(distribution('usr/lib/os-release', "ID='rocky'\nVERSION_ID='9.3'\nID_LIKE='rhel centos fedora'\n")).toEqual({
      id: 'rocky',
      version: '9.3',
      like: ['rhel', 'centos', 'fedora'],
    });
  });

  it('says whose packages it installs, where it goes by another name', () => {
    const text =
      'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n';
    expect(distribution('etc/os-release', text)).toMatchObject({ id: 'linuxmint', codename: 'noble' });
  });

  it('may have no version', () => {
    expect(distribution('etc/os-release', 'ID=arch\n')).toEqual({ id: 'arch', version: '' });
  });

  it('is told by older files too', () => {
    expect(distribution('etc/alpine-release', '3.19.1\n')).toMatchObject({ id: 'alpine', version: '3.19.1' });
    expect(distribution('etc/redhat-release', 'CentOS release 6.10 (Final)\n')).toMatchObject({
      id: 'centos',
      version: '6.10',
    });
    expect(distribution('etc/debian_version', '11.8\n')).toMatchObject({ id: 'debian', version: '11' });
    expect(distribution('etc/debian_version', 'trixie/sid\n')).toEqual({
      id: 'debian',
      version: '',
      codename: 'trixie',
    });
  });

  it('is unknown where the file says nothing of it', () => {
    expect(distribution('etc/os-release', 'NAME=Something\n')).toBeUndefined();
    expect(distribution('etc/redhat-release', 'Something else\n')).toBeUndefined();
    expect(distribution('opt/etc/os-release', 'ID=debian\n')).toBeUndefined();
  });
});
