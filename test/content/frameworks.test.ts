import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadFrameworks } from '../../src/content/frameworks.ts';
import { readYaml } from '../../src/content/yaml.ts';
import type { Framework, Requirement } from '../../src/model/index.ts';

const content = join(import.meta.dirname, '../../content');
const korean = /[가-힣]/;
function leaves(nodes: readonly Requirement[]): Requirement[] {
  return nodes.flatMap((node) => (node.children ? leaves(node.children) : [node]));
}

/** Texts that lack a language. A section may be called by the same product name in both. */
function untranslated(nodes: readonly Requirement[]): string[] {
  return nodes.flatMap((node) => {
    const texts = [node.title, node.text, node.evidence].filter((text) => text !== undefined);
    const isName = node.children !== undefined && node.title.en === node.title.ko;
    const wrong = texts.some(({ en, ko }) => korean.test(en) || !(korean.test(ko) || isName));
    return [...(wrong ? [node.id] : []), ...untranslated(node.children ?? [])];
  });
}

describe('the frameworks of the product', () => {
  let frameworks: Framework[];
  const byId = (id: string) => frameworks.find((framework) => framework.id === id) as Framework;
  beforeAll(async () => {
    frameworks = await loadFrameworks(join(content, 'frameworks'));
  });

  it('are all there, each in a file of its name', async () => {
    const files = (await readdir(join(content, 'frameworks'))).map((file) => file.replace(/\.yaml$/, ''));
    expect(files.sort()).toEqual(frameworks.map((framework) => framework.id).sort());
    expect(files).toEqual(
      expect.arrayContaining([
        'aws-fsbp',
        'cis-aws-3.0',
        'cis-aws-5.0',
        'isms-p-2023',
        'iso-27001-2022',
        'nist-800-190',
        'nist-800-53-r5',
        'pci-dss-4.0',
        'soc-2',
      ]),
    );
  });

  it('say everything in English and Korean', () => {
    for (const framework of frameworks) expect(untranslated(framework.requirements), framework.id).toEqual([]);
  });

  it('say what to hand in for every requirement that asks for evidence', () => {
    const silent = frameworks.flatMap((framework) =>
      leaves(framework.requirements)
        .filter(({ assessment, evidence }) => (assessment === 'manual' || assessment === 'partial') && !evidence)
        .map(({ id }) => `${framework.id} ${id}`),
    );
    expect(silent).toEqual([]);
  });

  it('number each requirement below its section, where the framework numbers by sections', () => {
    for (const id of ['isms-p-2023', 'nist-800-190', 'cis-aws-3.0', 'cis-aws-5.0', 'pci-dss-4.0']) {
      const check = (nodes: readonly Requirement[], prefix: string) => {
        for (const node of nodes) {
          expect(node.id.startsWith(prefix), `${id}: ${node.id} lies in ${prefix}`).toBe(true);
          check(node.children ?? [], `${node.id}.`);
        }
      };
      check(byId(id).requirements, '');
    }
  });

  it('have the 101 requirements of ISMS-P in 3 areas and 21 fields', () => {
    const areas = byId('isms-p-2023').requirements;
    expect(areas.map((area) => leaves([area]).length)).toEqual([16, 64, 21]);
    const fields = areas.flatMap((area) => area.children as Requirement[]);
    expect(fields.map((field) => `${field.id}: ${field.children?.length}`)).toEqual([
      ...['1.1: 6', '1.2: 4', '1.3: 3', '1.4: 3'],
      ...['2.1: 3', '2.2: 6', '2.3: 4', '2.4: 7', '2.5: 6', '2.6: 7', '2.7: 2', '2.8: 6', '2.9: 7'],
      ...['2.10: 9', '2.11: 5', '2.12: 2'],
      ...['3.1: 7', '3.2: 5', '3.3: 4', '3.4: 2', '3.5: 3'],
    ]);
    for (const field of fields) {
      expect(field.children?.map(({ id }) => id)).toEqual(
        field.children?.map((_, index) => `${field.id}.${index + 1}`),
      );
    }
  });

  it('answer each risk of SP 800-190 by the countermeasure of the same number', () => {
    const [risks, countermeasures] = byId('nist-800-190').requirements as [Requirement, Requirement];
    const answered = leaves([risks]).map(({ id, answeredBy }) => [id, answeredBy]);
    expect(answered).toHaveLength(23);
    expect(answered).toEqual(leaves([risks]).map(({ id }) => [id, [id.replace('3', '4')]]));
    expect(leaves([countermeasures]).map(({ id }) => id)).toContain('4.6');
  });

  it('have every requirement that a control names', async () => {
    const mapped = z.looseObject({ id: z.string(), maps: z.record(z.string(), z.array(z.string())).optional() });
    const known = new Map(
      frameworks.map(({ id, requirements }) => [id, new Set(leaves(requirements).map((leaf) => leaf.id))]),
    );
    const lost: string[] = [];
    for (const file of await yamlFiles(join(content, 'controls'))) {
      const control = await readYaml(file, mapped);
      for (const [framework, requirements] of Object.entries(control.maps ?? {})) {
        for (const id of requirements) {
          if (!known.get(framework)?.has(id)) lost.push(`${control.id} names ${framework} ${id}`);
        }
      }
    }
    expect(lost).toEqual([]);
  });
});

/** Every YAML file below a folder; none where the folder is not there. */
async function yamlFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
