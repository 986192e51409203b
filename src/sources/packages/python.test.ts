import { describe, expect, it } from 'vitest';
import { namesOf, readWith } from './entry.fixture.ts';
import { python } from './python.ts';
import { zipOf } from './zip.fixture.ts';

const metadata = `Metadata-Version: 2.1
Name: Some.Thing_Else
Version: 1.2.3rc1
License: BSD
Author: Some One
Classifier: Programming Language :: Python
Description-Content-Type: text/markdown

Name: this is the description
Version: 9
`;
const site = 'usr/lib/python3.12/site-packages';

describe('Python distributions', () => {
  it('are told of wheels, eggs and their metadata in a file', () => {
    expect(readWith(python, `${site}/some_thing.dist-info/METADATA`, metadata)?.packages).toEqual([
      { type: 'pypi', name: 'some-thing-else', version: '1.2.3rc1', licenses: ['BSD'], supplier: 'Some One' },
    ]);
    for (const path of ['x.egg-info/PKG-INFO', 'x-1.2.egg-info', 'x-1.2-py3.12.egg/EGG-INFO/PKG-INFO'])
      expect(namesOf(readWith(python, `${site}/${path}`, metadata))).toEqual(['some-thing-else@1.2.3rc1']);
    const egg = zipOf({ 'EGG-INFO/PKG-INFO': metadata, 'x.py': 'pass' });
    expect(namesOf(readWith(python, `${site}/x-1.2-py3.12.egg`, egg))).toEqual(['some-thing-else@1.2.3rc1']);
  });

  it('have the licence that they name as such, else their classifiers', () => {
    const licenses = (...lines: string[]) =>
      readWith(python, 'x.dist-info/METADATA', `Name: x\nVersion: 1\n${lines.join('\n')}\n`)?.packages?.[0]?.licenses;
    expect(licenses('License-Expression: MIT OR Apache-2.0', 'License: whatever')).toEqual(['MIT OR Apache-2.0']);
    expect(licenses('License: UNKNOWN', 'Classifier: License :: OSI Approved :: MIT License')).toEqual(['MIT License']);
    expect(licenses(`License: ${'a whole text '.repeat(20)}`, '  over lines')).toBeUndefined();
  });

  it('are malformed without a name or version', () => {
    expect(() => readWith(python, 'x.dist-info/METADATA', 'Name: x\n')).toThrow('lacks a name or version');
    expect(() => readWith(python, 'x.egg', 'PK no archive')).toThrow('not a zip archive');
  });
});
