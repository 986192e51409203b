import { describe, expect, it } from 'vitest';
import { ecrRegion, isWanted, newestTags } from './collect.ts';
import { registryHost } from './targets.ts';
import { highestVersion } from './update-version.ts';

describe('a walk through a registry', () => {
  it('takes repositories that fit any pattern, or all where there is none', () => {
    expect(isWanted('team/app', [])).toBe(true);
    expect(isWanted('team/app', ['team/*'])).toBe(true);
    expect(isWanted('team/deep/app', ['other', 'team/*app'])).toBe(true);
    expect(isWanted('team/app', ['team'])).toBe(false);
    expect(isWanted('app', ['a*p*p'])).toBe(true);
    expect(isWanted('ap', ['a*p*p'])).toBe(false);
  });

  it('takes the tags whose numbers are highest, and none that belong to signatures', () => {
    const tags = ['1.9', '1.10', 'latest', '1.2', `sha256-${'0'.repeat(64)}.sig`];
    expect(newestTags(tags, 3)).toEqual(['latest', '1.10', '1.9']);
  });

  it('tells the private registries of Amazon ECR from all others', () => {
    expect(ecrRegion('111122223333.dkr.ecr.eu-north-1.amazonaws.com')).toBe('eu-north-1');
    expect(ecrRegion('111122223333.dkr.ecr.eu-north-1.amazonaws.com.example.com')).toBeUndefined();
  });

  it('knows Docker Hub by its other names', () => {
    expect(registryHost('https://registry-1.docker.io')).toBe('docker.io');
    expect(registryHost('https://registry.example.com:5000/')).toBe('registry.example.com:5000');
  });
});

it('the version that mends all is the highest by the rules of its ecosystem', () => {
  expect(highestVersion('npm', ['1.10.0', '1.9.0'])).toBe('1.10.0');
  expect(highestVersion('deb', ['1:1.0-1', '2.0-1'])).toBe('1:1.0-1');
  expect(highestVersion('npm', [])).toBeNull();
});
