import { describe, expect, it } from 'vitest';
import { gradleLock, sbtLock } from './jvm-locks.ts';
import { mavenPom } from './maven-pom.ts';
import { bomOf, linesOf } from './tree.fixture.ts';

describe("Maven's project", () => {
  const dependency = (artifact: string, rest = '') =>
    `<dependency><groupId>com.example</groupId><artifactId>${artifact}</artifactId>${rest}</dependency>`;
  const pom = (artifact: string, body: string) =>
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><artifactId>${artifact}</artifactId>${body}</project>`;
  const property = (name: string) => `\${${name}}`;
  const own = '<groupId>com.example</groupId><version>1.0</version>';

  it('says what it needs to run, to build and to test', () => {
    const body = `${own}<properties><two.version>2.0</two.version></properties><dependencies>
      ${dependency('one', '<version>1.5</version>')}
      ${dependency('two', `<version>${property('two.version')}</version><scope>test</scope>`)}
      ${dependency('self', `<version>${property('project.version')}</version>`)}
    </dependencies>`;
    expect(linesOf(bomOf(mavenPom, { 'pom.xml': pom('app', body) }))).toEqual([
      'com.example:app@1.0 -> com.example/one@1.5, com.example/self@1.0',
      'com.example:one@1.5 direct',
      'com.example:self@1.0 direct',
      'com.example:two@2.0 direct dev',
    ]);
  });

  it('has versions of its parent, and of lists that this imports', () => {
    const parent = pom(
      'parent',
      `${own}<properties><v>1.5</v></properties><dependencyManagement><dependencies>
        ${dependency('one', `<version>${property('v')}</version>`)}
        ${dependency('list', '<version>1.0</version><type>pom</type><scope>import</scope>')}
      </dependencies></dependencyManagement>`,
    );
    const list = pom(
      'list',
      `${own}<dependencyManagement><dependencies>${dependency('two', '<version>2.5</version>')}</dependencies></dependencyManagement>`,
    );
    const child = pom(
      'app',
      `<parent><groupId>com.example</groupId><artifactId>parent</artifactId><version>1.0</version></parent>
      <dependencies>${dependency('one')}${dependency('two')}</dependencies>`,
    );
    const files = { 'pom.xml': parent, 'list/pom.xml': list, 'app/pom.xml': child };
    expect(linesOf(bomOf(mavenPom, files)).slice(0, 1)).toEqual([
      'com.example:app@1.0 -> com.example/one@1.5, com.example/two@2.5',
    ]);
  });

  it('may ask for one version and no other', () => {
    const body = `<groupId>g</groupId><version>1</version><dependencies>${dependency('one', '<version>[1.5]</version>')}</dependencies>`;
    expect(linesOf(bomOf(mavenPom, { 'pom.xml': pom('app', body) }))).toContain('com.example:one@1.5 direct');
  });

  it('tells what only a repository knows', () => {
    const body = `<parent><groupId>org.example</groupId><artifactId>starter</artifactId><version>3</version></parent>
      <dependencies>${dependency('one')}${dependency('two', '<version>[1.0,2.0)</version>')}</dependencies>`;
    const bom = bomOf(mavenPom, { 'pom.xml': pom('app', body) });
    expect(linesOf(bom)).toEqual(['org.example:app@3']);
    expect(bom.unread).toMatchObject([{ code: 'unresolved', reason: expect.stringContaining('2 dependencies') }]);
  });

  it('cannot be its own parent, nor a property its own value', () => {
    const body = `<parent><groupId>g</groupId><artifactId>app</artifactId><version>1</version><relativePath>pom.xml</relativePath></parent>
      <properties><a>\${b}</a><b>\${a}</b></properties><dependencies>${dependency('one', `<version>${property('a')}</version>`)}</dependencies>`;
    expect(linesOf(bomOf(mavenPom, { 'pom.xml': pom('app', body) }))).toEqual(['g:app@1']);
  });

  it('is refused with entities of its own', () => {
    const text = `<!DOCTYPE project [<!ENTITY a "aaaa">]>${pom('&a;', own)}`;
    expect(() => bomOf(mavenPom, { 'pom.xml': text })).toThrow('not valid XML');
  });
});

it("reads Gradle's lock file", () => {
  const lock = `# generated
com.example:one:1.5=compileClasspath,runtimeClasspath
com.example:two:2.0=testCompileClasspath,testRuntimeClasspath
empty=annotationProcessor
`;
  expect(linesOf(bomOf(gradleLock, { 'gradle.lockfile': lock }))).toEqual([
    'com.example:one@1.5',
    'com.example:two@2.0 dev',
  ]);
  expect(bomOf(gradleLock, { 'poetry.lockfile': 'something else' }).packages).toEqual([]);
});

it("reads sbt's lock file", () => {
  const lock = {
    lockVersion: 1,
    dependencies: [
      { org: 'com.example', name: 'one', version: '1.5', configurations: ['compile', 'test'] },
      { org: 'com.example', name: 'two', version: '2.0', configurations: ['test'] },
    ],
  };
  expect(linesOf(bomOf(sbtLock, { 'build.sbt.lock': JSON.stringify(lock) }))).toEqual([
    'com.example:one@1.5',
    'com.example:two@2.0 dev',
  ]);
});
