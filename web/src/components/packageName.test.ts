import { describe, expect, it } from 'vitest';
import { packageOf, shortDiscriminator } from './packageName.ts';

describe('packageOf', () => {
  it('leaves the distribution out of the name, but not a scope or a group', () => {
    expect(packageOf('pkg:deb/debian/sudo@1.8.27-1?arch=amd64')).toEqual({ name: 'sudo', version: '1.8.27-1' });
    expect(packageOf('pkg:npm/%40scope/name@1.0.0')).toEqual({ name: '@scope/name', version: '1.0.0' });
    expect(packageOf('pkg:golang/example.com/mod')).toEqual({ name: 'example.com/mod', version: '' });
  });

  it('takes what is no package URL as it is', () => {
    expect(packageOf('%zz')).toEqual({ name: '%zz', version: '' });
  });
});

describe('shortDiscriminator', () => {
  it('names the package of a vulnerability, and leaves elements of controls alone', () => {
    const discriminator = 'pkg:gem/rack@2.0.6 usr/lib/ruby/rack-2.0.6.gemspec';
    expect(shortDiscriminator({ class: 'vulnerability', discriminator })).toBe('rack 2.0.6');
    expect(shortDiscriminator({ class: 'control', discriminator: 'rule 3' })).toBe('rule 3');
  });
});
