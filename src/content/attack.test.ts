import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAttack } from './attack.ts';

const tactics = 'tactics: [{ id: TA0003, name: persistence, title: { en: Persistence, ko: 지속성 확보 } }]\n';
const title = 'title: { en: A, ko: 가 }';

describe('a file of ATT&CK', () => {
  it('gives techniques with the tactics they serve, sub-techniques those of their parent', async () => {
    const { techniques } = await read(
      `${tactics}techniques: { T1098: { ${title}, tactics: [persistence] }, T1098.001: { ${title} } }`,
    );
    expect(techniques.get('T1098')).toMatchObject({ parent: null, tactics: ['persistence'] });
    expect(techniques.get('T1098.001')).toMatchObject({ parent: 'T1098', tactics: ['persistence'] });
  });

  it.each([
    ['a technique without tactics', `T1098: { ${title} }`, /"T1098" has no tactics/],
    ['a sub-technique without its parent', `T1098.001: { ${title} }`, /the technique above "T1098.001" is missing/],
    ['a tactic that is none', `T1098: { ${title}, tactics: [magic] }`, /"magic" is no tactic/],
  ])('has no %s', async (_what, techniques, error) => {
    await expect(read(`${tactics}techniques: { ${techniques} }`)).rejects.toThrow(error);
  });
});

async function read(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'attack-'));
  try {
    await writeFile(join(folder, 'attack.yaml'), text);
    return await loadAttack(join(folder, 'attack.yaml'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
