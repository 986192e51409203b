import { z } from 'zod';
import { type Text, textSchema } from '../model/index.ts';
import { readYaml } from './yaml.ts';

/** A column of the ATT&CK matrix. */
export interface Tactic {
  /** `TA0001` */
  id: string;
  /** `initial-access`: as Sigma's tags and our detections name it. */
  name: string;
  title: Text;
}

export interface Technique {
  /** `T1078`, or `T1078.004` for a sub-technique. */
  id: string;
  title: Text;
  /** Id of the technique that a sub-technique belongs to. */
  parent: string | null;
  /** Names of the tactics it serves; a sub-technique has those of its parent. */
  tactics: readonly string[];
}

/** The part of MITRE ATT&CK that clouds, containers, identity, SaaS and networks meet. */
export interface Attack {
  /** In the order of the matrix. */
  tactics: readonly Tactic[];
  techniques: ReadonlyMap<string, Technique>;
}

const fileSchema = z
  .strictObject({
    tactics: z.array(z.strictObject({ id: z.string().regex(/^TA\d{4}$/), name: z.string(), title: textSchema })),
    techniques: z.record(
      z.string().regex(/^T\d{4}(\.\d{3})?$/),
      z.strictObject({ title: textSchema, tactics: z.array(z.string()).min(1).optional() }),
    ),
  })
  .superRefine(({ tactics, techniques }, context) => {
    const names = new Set(tactics.map(({ name }) => name));
    for (const [id, technique] of Object.entries(techniques)) {
      const parent = id.split('.')[0]!;
      const report = (text: Text): void => {
        context.addIssue({ code: 'custom', path: ['techniques', id], message: text.en, params: { text } });
      };
      if (parent === id && technique.tactics === undefined) {
        report({ en: `"${id}" has no tactics`, ko: `"${id}"에 전술(tactics)이 없습니다` });
      }
      if (parent !== id && techniques[parent] === undefined) {
        report({ en: `the technique above "${id}" is missing`, ko: `"${id}"의 상위 기법이 없습니다` });
      }
      for (const name of technique.tactics ?? []) {
        if (!names.has(name)) report({ en: `"${name}" is no tactic`, ko: `"${name}"은(는) 전술이 아닙니다` });
      }
    }
  });

/**
 * Reads ATT&CK tactics and techniques from a content file.
 *
 * @throws UserError `content-unreadable`, `content-malformed`
 */
export async function loadAttack(file: string): Promise<Attack> {
  const { tactics, techniques } = await readYaml(file, fileSchema);
  const all = Object.entries(techniques).map(([id, technique]): [string, Technique] => {
    const parent = id.split('.')[0]!;
    return [
      id,
      {
        id,
        title: technique.title,
        parent: parent === id ? null : parent,
        tactics: technique.tactics ?? techniques[parent]?.tactics ?? [],
      },
    ];
  });
  return { tactics, techniques: new Map(all) };
}
