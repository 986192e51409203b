import { describe, expect, it } from 'vitest';
import { namesOf, readWith } from './entry.fixture.ts';
import { nodeModules } from './node-modules.ts';

const manifest = (name: string, more: object = {}) => JSON.stringify({ name, version: '1.0.0', ...more });
const read = (path: string, text: string) => readWith(nodeModules, path, text);

describe('packages in node_modules', () => {
  it('are told with their licence and author, in any form', () => {
    const text = manifest('@example/one', { license: 'MIT', author: { name: 'Some One' } });
    expect(read('app/node_modules/@example/one/package.json', text)?.packages).toEqual([
      { type: 'npm', name: '@example/one', version: '1.0.0', licenses: ['MIT'], supplier: 'Some One' },
    ]);
    const old = manifest('old', { licenses: [{ type: 'BSD' }, { type: 'MIT' }], author: 'Some One <one@example.com>' });
    expect(read('node_modules/old/package.json', old)?.packages).toMatchObject([
      { licenses: ['BSD', 'MIT'], supplier: 'Some One <one@example.com>' },
    ]);
  });

  it('may be carried by another', () => {
    const bundled = 'node_modules/one/node_modules/two/package.json';
    expect(namesOf(read(bundled, manifest('two')))).toEqual(['two@1.0.0']);
    expect(namesOf(read('node_modules/one/dist/vendor/three/package.json', manifest('three')))).toEqual([
      'three@1.0.0',
    ]);
    const pnpm = 'node_modules/.pnpm/four@1.0.0/node_modules/four/package.json';
    expect(namesOf(read(pnpm, manifest('four')))).toEqual(['four@1.0.0']);
  });

  it('are neither fixtures, nor manifests that only say how files are loaded, nor the program itself', () => {
    expect(read('node_modules/one/test/fixtures/two/package.json', manifest('two'))).toBeUndefined();
    expect(read('node_modules/test/package.json', manifest('test'))).toBeDefined();
    expect(read('node_modules/one/esm/package.json', '{"type":"module"}')).toBeUndefined();
    expect(read('app/package.json', manifest('app'))).toBeUndefined();
    expect(read('my_node_modules/one/package.json', manifest('one'))).toBeUndefined();
  });

  it('are malformed where the manifest is no object', () => {
    expect(() => read('node_modules/one/package.json', '{"name":')).toThrow('not valid JSON');
    expect(() => read('node_modules/one/package.json', '[]')).toThrow('not a JSON object');
    expect(read('node_modules/one/lib/odd/package.json', '[]')).toBeUndefined();
  });
});
