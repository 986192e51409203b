import { z } from 'zod';
import { type Control, fitsParam, type Json, type Text } from '../model/index.ts';
import { readYaml } from './yaml.ts';

type Values = { [param: string]: Json };
/** Control → values. */
type Scope = { [control: string]: Values };

/** What a file of params sets: for the whole organisation, and over that for single accounts. */
export interface ParamsFile {
  organization?: Scope | undefined;
  accounts?: { [account: string]: Scope } | undefined;
}

/**
 * Reads a file that sets params of controls:
 *
 * ```yaml
 * organization:
 *   aws-ec2-region-allowed: { allowedRegions: [ap-northeast-2] }
 * accounts:
 *   "111122223333":
 *     aws-ec2-region-allowed: { allowedRegions: [ap-northeast-2, us-east-1] }
 * ```
 *
 * @throws UserError where the file cannot be read, or names a control, param or type of value that does not exist
 */
export async function loadParams(file: string, controls: readonly Control[]): Promise<ParamsFile> {
  const known = new Map(controls.map((control) => [control.id, control]));
  const scope = z.record(z.string(), z.record(z.string(), z.json())).superRefine((set, context) => {
    for (const [id, values] of Object.entries(set)) {
      for (const [name, value] of Object.entries(values)) {
        const problem = problemOf(known.get(id), id, name, value);
        if (problem === undefined) continue;
        context.addIssue({ code: 'custom', message: problem.en, path: [id, name], params: { text: problem } });
      }
    }
  });
  return readYaml(
    file,
    z.strictObject({ organization: scope.optional(), accounts: z.record(z.string(), scope).optional() }),
  );
}

function problemOf(control: Control | undefined, id: string, name: string, value: Json): Text | undefined {
  if (control === undefined) return { en: `there is no control "${id}"`, ko: `점검 항목 "${id}"이(가) 없습니다` };
  const { params = {} } = control;
  const param = Object.hasOwn(params, name) ? params[name] : undefined;
  if (param === undefined) {
    const names = Object.keys(params).join(', ');
    return {
      en: `the control has no param "${name}" (${names === '' ? 'it has none' : `it has ${names}`})`,
      ko: `점검 항목에 매개변수 "${name}"이(가) 없습니다(${names === '' ? '매개변수 없음' : `사용 가능: ${names}`})`,
    };
  }
  if (fitsParam(param, value)) return undefined;
  return { en: `the value must be of type ${param.type}`, ko: `값은 ${param.type} 형식이어야 합니다` };
}

/** The values that hold for a control in an account: the account's own over those of the organisation. */
export function paramsIn(file: ParamsFile): (control: string, account: string) => Values {
  return (control, account) => ({ ...file.organization?.[control], ...file.accounts?.[account]?.[control] });
}
