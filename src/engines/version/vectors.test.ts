import { describe, expect, it } from 'vitest';
import { orderOf } from './index.ts';

/** Versions from the first to the last, of each ecosystem. */
const ascending: Record<string, string[]> = {
  'debian:12': [
    '1.0~~',
    '1.0~~a',
    '1.0~',
    '1.0',
    '1.0-1~bpo11+1',
    '1.0-1',
    '1.0-1+b1',
    '1.0a',
    '1.0+',
    '1.0.1',
    '1:0.1',
    '1:0.1-2ubuntu0.10',
  ],
  'rhel:9': [
    '1.0~rc1-1',
    '1.0',
    '1.0-1.el9',
    '1.0-1.el9_2.1',
    '1.0-2.el9',
    '1.0^20240101-1',
    '1.0.a-1',
    '1.0.1-1',
    '1:0.5-1',
    '10:0.1-1',
  ],
  'alpine:3.19': [
    '1.2_alpha',
    '1.2_beta1',
    '1.2_pre2',
    '1.2_rc1',
    '1.2',
    '1.2-r1',
    '1.2-r10',
    '1.2_git20240101',
    '1.2_p1-r0',
    '1.2a',
    '1.2.1',
  ],
  npm: ['1.0.0-0', '1.0.0-2', '1.0.0-10', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-beta', '1.0.0', '1.0.10', '1.2.0'],
  golang: [
    'v0.0.0-20200101000000-abcdefabcdef',
    'v0.0.1',
    'v1.2.3-0.20210101000000-abcdefabcdef',
    'v1.2.3',
    'v2.0.0+incompatible',
  ],
  pypi: [
    'nonsense',
    '1.0.dev1',
    '1.0a1.dev1',
    '1.0a1',
    '1.0b2',
    '1.0rc1',
    '1.0',
    '1.0+local',
    '1.0+local.1',
    '1.0.post1.dev1',
    '1.0.post1',
    '1.1',
    '1!0.1',
  ],
  maven: [
    '1.0-alpha-1',
    '1.0-beta2',
    '1.0-m3',
    '1.0-rc1',
    '1.0-SNAPSHOT',
    '1.0',
    '1.0-sp',
    '1.0-jre8',
    '1.0-1',
    '1.0.1',
    '1.10',
  ],
  gem: ['1.a', '1.0.0.beta2', '1.0.0.beta10', '1.0.0.rc1', '1', '1.0.0.1', '1.0.1', '1.0.10', '1.1.a', '1.1'],
  composer: ['1.0-dev', '1.0alpha1', '1.0beta1', '1.0RC1', '1.0', '1.0.1', '1.0pl1', '1.1'],
  nuget: ['1.0.0-alpha', '1.0.0-ALPHA.1', '1.0.0-beta', '1.0', '1.0.0.1', '1.0.1'],
  pub: ['1.0.0-a', '1.0.0-a+1', '1.0.0', '1.0.0+1', '1.0.0+2', '1.0.0+a', '1.0.1'],
  cran: ['0.9', '1.0', '1.0-1', '1.0-10', '1.0.10.1', '1.1'],
  hackage: ['0.9', '1', '1.0', '1.0.0', '1.1'],
};

describe.each(Object.entries(ascending))('%s', (ecosystem, versions) => {
  const { compare, valid } = orderOf(ecosystem);

  it('puts each version before all that follow it', () => {
    for (const [at, version] of versions.entries()) {
      for (const later of versions.slice(at + 1))
        expect(`${version} ${compare(version, later)} ${later}`).toBe(`${version} -1 ${later}`);
    }
  });

  it('knows them for versions', () => {
    expect(versions.filter((version) => version !== 'nonsense' && !valid(version))).toEqual([]);
    expect(valid('')).toBe(false);
  });
});

it.each([
  ['debian:12', '0:1.0', '1.0-0'],
  ['rhel:9', '0:1.0-1', '1_00-1'],
  ['alpine:3.19', '1.0-r0', '1.0-r'],
  ['npm', 'v1.2.3+a', '1.2.3+b'],
  ['golang', 'go1.21rc2', '1.21.0-rc.2'],
  ['golang', 'go1.22.1 X:boringcrypto', '1.22.1'],
  ['pypi', '1.0.0', '1'],
  ['pypi', '1.0-1', '1.0.post1'],
  ['pypi', '1.0.ALPHA.1', '1a1'],
  ['maven', '1.0.0', '1-ga'],
  ['maven', '1.0b2', '1-beta-2'],
  ['gem', '1.0.a.1', '1.a1'],
  ['nuget', '1.0.0-RC', '1-rc'],
])('%s takes %s and %s for the same', (ecosystem, left, right) => {
  expect(orderOf(ecosystem).compare(left, right)).toBe(0);
});

/** Constraint, then versions that fit it, then versions that do not. */
const constraints: [string, string, string[], string[]][] = [
  ['npm', '>=1.0.0 <1.2.3', ['1.0.0', '1.2.2', '1.2.3-rc.1'], ['0.9.9', '1.2.3']],
  ['npm', '>= 1.0.0, < 1.2.3 || = 2.0.0', ['1.1.0', '2.0.0'], ['1.5.0']],
  ['npm', '^1.2.3', ['1.2.3', '1.9.0'], ['1.2.2', '2.0.0', '2.0.0-rc.1']],
  ['npm', '^0.2.3', ['0.2.9'], ['0.3.0']],
  ['npm', '^0.0.3', ['0.0.3'], ['0.0.4']],
  ['npm', '^0.0', ['0.0.9'], ['0.1.0']],
  ['npm', '~1.2', ['1.2.9'], ['1.3.0']],
  ['npm', '~1', ['1.9.0'], ['2.0.0']],
  ['npm', '1.2.x', ['1.2.0', '1.2.9'], ['1.3.0']],
  ['npm', '1.2', ['1.2.9'], ['1.3.0']],
  ['npm', '1.2.3 - 1.4', ['1.2.3', '1.4.9'], ['1.5.0', '1.2.2']],
  ['npm', '*', ['0.0.1'], []],
  ['npm', '<=1.2', ['1.2.9'], ['1.3.0']],
  ['npm', '>1.2', ['1.3.0'], ['1.2.9']],
  ['cargo', '1.2.3', ['1.2.3', '1.9.0'], ['2.0.0', '1.2.2']],
  ['cargo', '=1.2.3', ['1.2.3'], ['1.2.4']],
  ['cargo', '>=1.2, <1.5', ['1.4.9'], ['1.5.0']],
  ['hex', '~> 2.1', ['2.9.0'], ['3.0.0', '2.0.9']],
  ['hex', '~> 2.1.3 or == 3.0.0', ['2.1.9', '3.0.0'], ['2.2.0']],
  ['hex', '>= 1.0.0 and < 2.0.0', ['1.5.0'], ['2.0.0']],
  ['golang', '<1.2.3 || >=1.4', ['v1.2.2', 'v1.4.0'], ['v1.2.3', 'v1.3.9']],
  ['pypi', '~=2.2', ['2.2', '2.9'], ['2.1', '3.0']],
  ['pypi', '~=1.4.5', ['1.4.9'], ['1.5.0']],
  ['pypi', '==1.1.*', ['1.1', '1.1.2', '1.1a1'], ['1.2', '1.10']],
  ['pypi', '!=1.1.*,>=1', ['1.0', '1.2'], ['1.1.3']],
  ['pypi', '==1.0', ['1.0.0', '1.0+local'], ['1.0.post1']],
  ['pypi', '<2.0', ['1.9', '1.9rc1'], ['2.0', '2.0rc1']],
  ['pypi', '<2.0.post1', ['2.0', '2.0.dev1'], ['2.0.post1', '2.0.post1.dev1']],
  ['pypi', '<2.0rc2', ['2.0rc1'], ['2.0rc2']],
  ['pypi', '>1.7', ['1.7.1'], ['1.7.0.post1', '1.7+local', '1.7']],
  ['pypi', '>1.7.post2', ['1.7.post3'], ['1.7.post2']],
  ['pypi', '<=1.0', ['1.0+local'], ['1.0.post1']],
  ['pypi', '===1.0', ['1.0'], ['1.0.0']],
  ['gem', '~> 1.2.3', ['1.2.3', '1.2.10'], ['1.3', '1.3.a', '1.2.2']],
  ['gem', '~> 1', ['1.9'], ['2.0', '2.0.rc1']],
  ['gem', '>= 1.0, < 1.2', ['1.1', '1.2.rc1'], ['1.2']],
  ['gem', '!= 1.1', ['1.2'], ['1.1.0']],
  ['maven', '[1.0,2.0)', ['1.0', '1.9', '2.0-rc1'], ['2.0', '0.9']],
  ['maven', '(,1.0],[1.2,)', ['0.1', '1.0', '1.2', '9'], ['1.1']],
  ['maven', '[1.5]', ['1.5.0'], ['1.5.1']],
  ['maven', '>= 1.0, < 1.5', ['1.4'], ['1.5']],
  ['nuget', '(1.0,2.0]', ['2.0.0', '1.0.1'], ['1.0']],
  ['nuget', '= 1.0', ['1.0.0.0'], ['1.0.1']],
  ['composer', '>=1.0,<1.0.5', ['1.0.0', '1.0.4'], ['1.0.5', '1.0.5-beta1']],
  ['composer', '<=1.0', ['1.0.0'], ['1.0.1']],
  ['composer', '~1.2', ['1.9.0'], ['2.0.0', '2.0.0-beta1', '1.1']],
  ['composer', '^0.3', ['0.3.9'], ['0.4.0']],
  ['composer', '1.2.*', ['1.2.9'], ['1.3.0']],
  ['composer', '1.0 - 2.0', ['2.0.9'], ['2.1.0']],
  ['composer', '1.0|2.0', ['1.0.0', '2.0'], ['1.1']],
  ['composer', '>=1.0@beta', ['1.0'], ['0.9']],
  ['pub', '^1.2.3', ['1.9.0'], ['2.0.0']],
  ['debian:12', '<< 1.0-2', ['1.0-1'], ['1.0-2']],
  ['rhel:9', '>= 1:1.0', ['1:1.0-1'], ['2.0-1']],
];

it.each(constraints)('%s: %s', (ecosystem, constraint, fitting, others) => {
  const { fits } = orderOf(ecosystem);
  expect(fitting.filter((version) => fits(version, constraint) !== true)).toEqual([]);
  expect(others.filter((version) => fits(version, constraint) !== false)).toEqual([]);
});

it.each([
  ['npm', 'latest'],
  ['npm', '>='],
  ['npm', '1.2.3 -'],
  ['pypi', '~=1'],
  ['maven', '[1.0'],
  ['maven', '[1.0)'],
  ['composer', '^'],
  ['gem', '~> banana'],
])('%s: "%s" is no constraint', (ecosystem, constraint) => {
  expect(orderOf(ecosystem).fits('1.0.0', constraint)).toBeUndefined();
});
