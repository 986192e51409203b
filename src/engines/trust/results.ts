import type { Json, Result, Rule, Text } from '../../model/index.ts';
import type { TrustVerdict } from './types.ts';

const kind = 'oci.image';
const maps = { 'nist-800-190': ['4.1.5'] };

function rule(id: string, title: Text, why: Text, remediation: Text, cli: string): Rule {
  return { id, kind, severity: 'high', title, why, remediation: { text: remediation, cli }, maps };
}

/** What findings of trust are told by. They are judged by the trust policy rather than by an expression. */
export const trustRules: Readonly<Record<'signatures' | 'attestation', Rule>> = {
  signatures: rule(
    'oci-image-signature',
    {
      en: 'Images bear the signatures that the trust policy asks for',
      ko: '이미지에 신뢰 정책이 요구하는 서명이 있어야 합니다',
    },
    {
      en: 'Who may push to a repository, or who breaks into it, can put any image behind a name. A signature by somebody you trust tells yours from theirs.',
      ko: '저장소에 쓰기 권한이 있거나 침입한 사람은 누구든 같은 이름으로 다른 이미지를 올릴 수 있습니다. 신뢰하는 서명자의 서명으로 구별합니다.',
    },
    {
      en: 'Find out why the reasons say so. Build the image anew where its origin is not clear; sign it in the build, by its digest.',
      ko: '판정 사유를 확인합니다. 출처가 불분명하면 이미지를 다시 빌드하고, 빌드 과정에서 다이제스트로 서명합니다.',
    },
    'cosign sign --key KEY registry.example/team/app@sha256:DIGEST',
  ),
  attestation: rule(
    'oci-image-attestation',
    {
      en: 'Images bear the attestations that the trust policy asks for',
      ko: '이미지에 신뢰 정책이 요구하는 증명이 있어야 합니다',
    },
    {
      en: 'A signature says who, not how. Provenance tells from which source and by which builder an image was made; without it, an image that was made on a laptop looks like one that was reviewed.',
      ko: '서명은 누가 만들었는지만 알려 줍니다. 빌드 출처 증명이 있어야 어떤 소스와 빌드 환경에서 만들어졌는지 확인할 수 있습니다.',
    },
    {
      en: 'Let the build attest the image, by its digest, with the identity that the policy names.',
      ko: '빌드 과정에서 정책에 지정된 신원으로 이미지 다이제스트에 대한 증명을 생성합니다.',
    },
    'cosign attest --key KEY --type slsaprovenance1 --predicate provenance.json registry.example/team/app@sha256:DIGEST',
  ),
};

/** A judgement of trust as results of its two rules. */
export function trustResults(
  verdict: TrustVerdict,
  asset: { id: string; kind: string; provider: string; account: string; region: string },
  now: Date,
): { rule: Rule; result: Result }[] {
  const { id, kind: assetKind, provider, account, region } = asset;
  return (['signatures', 'attestation'] as const).map((part) => {
    const { status, code, text } = verdict[part];
    const evidence = {
      policyRule: verdict.rule,
      code,
      reason: { ...text },
      materials: verdict.reasons as unknown as Json,
    };
    return {
      rule: trustRules[part],
      result: {
        control: trustRules[part].id,
        asset: id,
        kind: assetKind,
        provider,
        account,
        region,
        discriminator: '',
        status,
        evidence,
        ...(status === 'unknown' && { unknown: { operation: 'oci:ListSignatures', code } }),
        judgedAt: now.toISOString(),
      },
    };
  });
}
