import { parseYaml } from '../../content/index.ts';
import { anchorsOf, type TrustPolicy, trustPolicySchema } from '../../engines/trust/index.ts';
import { type JudgeTrust, judgingTrust } from '../../findings/trust.ts';
import { UserError } from '../../model/index.ts';
import { remember, remembered } from '../remembered.ts';
import type { Services } from '../services.ts';

/** Whom the organisation trusts with which images, as it was written. */
export interface TrustSetting {
  /** YAML. */
  policy: string;
  updatedAt: Date;
  updatedBy: string | null;
}

/** Row of the settings that holds it. */
const NAME = 'trust-policy';

type Where = Pick<Services, 'db' | 'tenant'>;

/** The trust policy of the organisation; undefined where there is none. */
export async function readTrustPolicy(where: Where): Promise<TrustSetting | undefined> {
  const kept = await remembered(where, NAME);
  if (kept === undefined || typeof kept.value !== 'string' || kept.value === '') return undefined;
  return { policy: kept.value, updatedAt: kept.at, updatedBy: kept.by };
}

/**
 * Puts a trust policy in place of the earlier one; an empty text means none.
 *
 * @throws UserError where the text is no trust policy, or one that a server cannot go by
 */
export async function writeTrustPolicy(where: Where, policy: string, now: Date, by: string): Promise<void> {
  if (policy !== '') parseTrustPolicy(policy);
  await remember(where, NAME, policy, now, by);
}

/** A trust policy at work. */
export interface Trusting {
  policy: TrustPolicy;
  judge: JudgeTrust;
}

/** The trust policy of the organisation, ready to judge by; undefined where there is none. */
export async function openTrust(where: Where): Promise<Trusting | undefined> {
  const setting = await readTrustPolicy(where);
  return setting === undefined ? undefined : parseTrustPolicy(setting.policy);
}

/**
 * Reads a trust policy that holds all it needs: a server opens no files that it is told of.
 *
 * @throws UserError `content-malformed`, `trust-anchor`, `trust-policy-file`
 */
export function parseTrustPolicy(text: string): Trusting {
  const policy = parseYaml(text, 'trust.yaml', trustPolicySchema);
  for (const { folder } of Object.values(policy.anchors.notary)) if (folder !== undefined) noFile(folder);
  return { policy, judge: judgingTrust(policy, anchorsOf(policy, noFile)) };
}

function noFile(name: string): never {
  throw new UserError('trust-policy-file', {
    en: `The trust policy names ${name}, and a server reads no files of its machine. Write its text into the policy: text instead of file, server instead of folder.`,
    ko: `신뢰 정책에 ${name}이(가) 지정되어 있으나 서버는 로컬 파일을 읽지 않습니다. file 대신 text에 내용을 넣고, folder 대신 server를 사용하세요.`,
  });
}
