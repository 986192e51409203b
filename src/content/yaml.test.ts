import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { UserError } from '../model/index.ts';
import { parseYaml, parseYamlDocuments, readYaml, yamlLimits } from './yaml.ts';

const gate = z.strictObject({ id: z.string(), title: z.strictObject({ en: z.string(), ko: z.string() }) });

/** The error that the text gives; fails where it gives none. */
function errorOf(source: string, schema: z.ZodType = gate): UserError {
  try {
    parseYaml(source, 'gate.yaml', schema);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('reading a YAML file', () => {
  it('gives what the schema makes of it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yaml-'));
    try {
      const path = join(folder, 'gate.yaml');
      await writeFile(path, 'id: north\ntitle: { en: North gate, ko: 북문 }\n');
      expect(await readYaml(path, gate)).toEqual({ id: 'north', title: { en: 'North gate', ko: '북문' } });
      await writeFile(path, Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xff, 0xfe]));
      await expect(readYaml(path, gate)).rejects.toMatchObject({ code: 'content-malformed' });
      await writeFile(path, 'x'.repeat(yamlLimits.bytes + 1));
      await expect(readYaml(path, gate)).rejects.toThrow(/larger than/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says which file cannot be read', async () => {
    await expect(readYaml('/nowhere/gate.yaml', gate)).rejects.toMatchObject({
      code: 'content-unreadable',
      text: { en: expect.stringContaining('/nowhere/gate.yaml (ENOENT)'), ko: expect.stringContaining('ENOENT') },
    });
  });
});

describe('a malformed file', () => {
  it('is refused with file, line and column of a value of the wrong type, in both languages', () => {
    const error = errorOf('id: north\ntitle:\n  en: North\n  ko: 7\n');
    expect(error.code).toBe('content-malformed');
    expect(error.text.en).toContain('gate.yaml:4:7: title.ko: Invalid input: expected string, received number');
    expect(error.text.ko).toContain('gate.yaml:4:7: title.ko: 잘못된 입력');
  });

  it('points at the parent of what is missing and at the key that is unknown', () => {
    expect(errorOf('id: north\ntitle:\n  en: North\n').message).toContain('gate.yaml:3:3: title.ko:');
    expect(errorOf('id: north\ntitle: { en: a, ko: b }\nwall: 1\n').message).toContain('gate.yaml:3:1:');
  });

  it('names the problem inside a union, not the union', () => {
    const schema = z.strictObject({ expect: z.union([z.string(), z.record(z.string(), z.string())]) });
    expect(errorOf('expect:\n  a: 1\n', schema).message).toContain('gate.yaml:2:6: expect.a:');
  });

  it('is refused where it is not YAML', () => {
    expect(errorOf('id: a\n\tb: c\n').message).toContain('gate.yaml:2:');
    expect(errorOf('id: a\nid: b\n').text.ko).toContain('같은 키가 두 번 있습니다');
    expect(errorOf('id: a\n---\nid: b\n').text.ko).toContain('문서가 둘 이상');
    expect(errorOf('id: !!js/function a\n').code).toBe('content-malformed');
    expect(errorOf('').code).toBe('content-malformed');
    expect(errorOf('? [a]\n: b\n').code).toBe('content-malformed');
  });
});

describe('hostile text', () => {
  const anything = z.unknown();

  it('cannot nest without end', () => {
    for (const opening of ['[', '- ', '{a: ', '? ']) {
      expect(errorOf(opening.repeat(50_000), anything).code).toBe('content-malformed');
    }
    const depth = yamlLimits.depth + 1;
    expect(errorOf('['.repeat(depth) + ']'.repeat(depth), anything).message).toContain('nested more than');
  });

  it('cannot grow by aliases', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef'].map((pair) => [pair[0], pair[1]])) {
      bomb.push(`${to}: &${to} [${Array(8).fill(`*${from}`).join(', ')}]`);
    }
    expect(errorOf(bomb.join('\n'), anything).message).toContain('alias');
    expect(errorOf('a: *nowhere\n', anything).code).toBe('content-malformed');
  });

  it('cannot carry more values than the limit', () => {
    expect(errorOf(`[${'1,'.repeat(yamlLimits.nodes + 1)}]`, anything).message).toContain('more than');
  });

  it('does not reach prototypes', () => {
    const value = parseYaml('__proto__: { polluted: true }\n', 'a.yaml', anything);
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('gives a value or a UserError, whatever it is', () => {
    const fragment = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '- ',
        ': ',
        '\n',
        '  ',
        '[',
        ']',
        '{',
        '}',
        '&a ',
        '*a',
        '!!',
        '|\n',
        '"',
        "'",
        '? ',
        '---\n',
        '%',
        '\t',
      ),
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        try {
          parseYaml(fragments.join(''), 'a.yaml', anything);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });

  it('gives back every value that YAML was made from', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (value) => {
        expect(parseYaml(stringify(value), 'a.yaml', anything)).toEqual(value);
      }),
    );
  });
});

describe('a YAML file of several documents', () => {
  it('gives each, and leaves empty ones out', () => {
    const text = 'id: north\ntitle: { en: N, ko: 북 }\n---\n---\nid: south\ntitle: { en: S, ko: 남 }\n';
    expect(parseYamlDocuments(text, 'gates.yaml', gate).map(({ id }) => id)).toEqual(['north', 'south']);
    expect(parseYamlDocuments('', 'gates.yaml', gate)).toEqual([]);
  });

  it('says where one of them is wrong', () => {
    expect(() => parseYamlDocuments('id: north\ntitle: { en: N, ko: 북 }\n---\nid: 5\n', 'gates.yaml', gate)).toThrow(
      /^gates\.yaml:4:5: id:/,
    );
  });

  it('has no more documents than allowed', () => {
    const many = '---\nid: x\n'.repeat(yamlLimits.documents + 1);
    expect(() => parseYamlDocuments(many, 'gates.yaml', z.unknown())).toThrow(/more than 500 documents/);
  });
});
