import { describe, expect, it } from 'vitest';
import { namesOf, readWith } from '../entry.fixture.ts';
import { zipOf } from '../zip.fixture.ts';
import { java } from './index.ts';

const properties = (group: string, artifact: string, version: string) => ({
  [`META-INF/maven/${group}/${artifact}/pom.properties`]: `#Generated\ngroupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
});
const manifest = (...lines: string[]) => ({
  'META-INF/MANIFEST.MF': ['Manifest-Version: 1.0', ...lines, '', ''].join('\r\n'),
});
const names = (path: string, archive: Buffer) => namesOf(readWith(java, path, archive));

describe('archives of Java', () => {
  it('are the artifacts whose properties Maven left in them, those shaded into them too', () => {
    const archive = zipOf({
      ...manifest('Implementation-Version: 9'),
      ...properties('com.example', 'one', '1.2.3'),
      ...properties('com.example.other', 'two', '4.5'),
    });
    expect(names('opt/app/lib/one.jar', archive)).toEqual(['com.example:one@1.2.3', 'com.example.other:two@4.5']);
  });

  it('are told by their manifest and name otherwise', () => {
    const osgi = manifest(
      'Bundle-SymbolicName: com.example.core;singleton:=true',
      'Bundle-Version: 9.9',
      'Bundle-License: MIT',
    );
    expect(readWith(java, 'lib/core-1.2.3.jar', zipOf(osgi))?.packages).toEqual([
      { type: 'maven', name: 'com.example:core', version: '1.2.3', licenses: ['MIT'] },
    ]);
    const vendor = manifest('Implementation-Vendor-Id: com.exam', ' ple', 'Implementation-Version: 2.0');
    expect(names('lib/tool.jar', zipOf(vendor))).toEqual(['com.example:tool@2.0']);
    expect(names('lib/name-only-1.0-SNAPSHOT.jar', zipOf({ 'A.class': 'x' }))).toEqual(['name-only@1.0-SNAPSHOT']);
    const pom = zipOf({
      ...manifest('Implementation-Version: 3.1'),
      'META-INF/maven/com.example/x/pom.xml': '<project/>',
    });
    expect(names('lib/renamed.jar', pom)).toEqual(['com.example:x@3.1']);
    expect(readWith(java, 'lib/nothing.jar', zipOf({ 'A.class': 'x' }))).toBeUndefined();
  });

  it('may hold others, which are told with their place', () => {
    const inner = zipOf(properties('com.example', 'inner', '1'));
    const web = zipOf({ 'WEB-INF/lib/inner.jar': inner }, { stored: true });
    const application = zipOf({ 'web.war': web, ...properties('com.example', 'outer', '2') });
    expect(readWith(java, 'app.ear', application)?.packages).toEqual([
      { type: 'maven', name: 'com.example:outer', version: '2' },
      { type: 'maven', name: 'com.example:inner', version: '1', within: 'web.war/WEB-INF/lib/inner.jar' },
    ]);
  });

  it('may have a program in front', () => {
    const archive = Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar "$0"\n'), zipOf(properties('g', 'a', '1'))]);
    expect(names('app.jar', archive)).toEqual(['g:a@1']);
  });

  it('leave the others where one is broken, and say so', () => {
    const archive = zipOf({ 'lib/broken.jar': 'PK no archive', ...properties('com.example', 'outer', '2') });
    expect(readWith(java, 'app.jar', archive)).toMatchObject({
      packages: [{ name: 'com.example:outer' }],
      incomplete: { code: 'malformed', reason: 'lib/broken.jar: not a zip archive: it has no directory' },
    });
    expect(() => names('app.jar', zipOf(properties('g', 'a', '1')).subarray(0, -30))).toThrow('not a zip archive');
    expect(readWith(java, 'file.rar', 'Rar!')).toBeUndefined();
  });
});

describe('hostile archives', () => {
  it('do not unpack to more than they say', () => {
    const bomb = { ...properties('g', 'a', '1'), 'META-INF/MANIFEST.MF': ' '.repeat(50_000_000) };
    expect(readWith(java, 'bomb.jar', zipOf(bomb, { size: 1000 }))?.incomplete?.code).toBe('malformed');
    expect(readWith(java, 'bomb.jar', zipOf(bomb))?.incomplete?.code).toBe('too-large');
    const nested = zipOf({ 'bomb.jar': ' '.repeat(1000), ...properties('g', 'a', '1') }, { size: 0xfffffff0 });
    expect(() => readWith(java, 'outer.jar', nested)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });

  it('do not lie within each other without end', () => {
    let archive = zipOf(properties('g', 'deep', '1'));
    for (let depth = 0; depth < 12; depth += 1)
      archive = zipOf({ 'x.jar': archive, ...properties('g', `at-${depth}`, '1') });
    const found = readWith(java, 'outer.jar', archive);
    expect(found?.packages).toHaveLength(6);
    expect(found?.incomplete?.code).toBe('too-large');
  });
});
