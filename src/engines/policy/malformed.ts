import { UserError } from '../../model/index.ts';

/** Well above what any AWS service accepts (the largest is 32 KiB), far below what could do harm. */
export const limits = { text: 262_144, statements: 1000, values: 20_000, depth: 8 } as const;

/** A document that is no AWS policy. What it grants is then unknown, never "nothing". */
export class PolicyMalformed extends UserError {}

export function malformed(reason: string): PolicyMalformed {
  return new PolicyMalformed('policy-malformed', {
    en: `This policy document cannot be read: ${reason}. Check the document where it is attached.`,
    ko: `정책 문서를 해석할 수 없습니다(${reason}). 정책이 연결된 위치에서 문서를 확인하세요.`,
  });
}
