import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readYaml } from '../content/index.ts';
import { anchorsOf, notarySources, trustPolicySchema } from '../engines/trust/index.ts';
import { type JudgeTrust, judgingTrust } from '../findings/trust.ts';
import { canonicalJson, type Json, UserError } from '../model/index.ts';
import type { ScanImageOptions } from '../sources/image/scan.ts';
import { collectSignatures, type SignatureOptions } from '../sources/image/signatures.ts';

/** A trust policy at work: what collects the signatures that it asks for, and what judges them. */
export interface TrustPolicyAtWork {
  signatures: NonNullable<ScanImageOptions['signatures']>;
  judge: JudgeTrust;
  /** SHA-256 in hex of the policy with every file that it names: it changes with whatever may change a judgement. */
  digest: string;
}

/**
 * Reads a trust policy and the files that it names, which lie beside it.
 *
 * @throws UserError where one of them cannot be read or is not what it has to be
 */
export async function loadTrustPolicy(
  file: string,
  options: Pick<SignatureOptions, 'authorities' | 'plainHttp'>,
): Promise<TrustPolicyAtWork> {
  const policy = await readYaml(file, trustPolicySchema);
  const folder = path.dirname(file);
  const hash = createHash('sha256').update(canonicalJson(policy as unknown as Json));
  const read = (name: string) => {
    const at = path.resolve(folder, name);
    try {
      const content = readFileSync(at, 'utf8');
      hash.update(`\n${createHash('sha256').update(content).digest('hex')}`);
      return content;
    } catch (error) {
      const { message } = error as Error;
      throw new UserError(
        'file-unreadable',
        {
          en: `The trust policy names ${at}, which cannot be read (${message}).`,
          ko: `신뢰 정책에 지정된 ${at}을(를) 읽을 수 없습니다(${message}).`,
        },
        { cause: error },
      );
    }
  };
  for (const source of Object.values(policy.anchors.notary)) {
    if (source.folder !== undefined) source.folder = path.resolve(folder, source.folder);
  }
  const anchors = anchorsOf(policy, read);
  return {
    judge: judgingTrust(policy, anchors),
    digest: hash.digest('hex'),
    signatures: (image, signal) => {
      const notary = notarySources(policy, image);
      return collectSignatures(image, { ...options, notary, ...(signal !== undefined && { signal }) });
    },
  };
}
