import { UserError } from '../../model/index.ts';

/** Above what any AWS service accepts (a domain of OpenSearch: 100 kB), below what could keep the judge busy. */
export const limits = { text: 131_072, statements: 500, values: 8000, depth: 8 } as const;

/** A document that is no AWS policy. What it grants is then unknown, never "nothing". */
export class PolicyMalformed extends UserError {}

export function malformed(reason: string): PolicyMalformed {
  return new PolicyMalformed('policy-malformed', {
    en: `This policy document cannot be read: ${reason}. Check the document where it is attached.`,
    ko: `정책 문서를 해석할 수 없습니다(${reason}). 정책이 연결된 위치에서 문서를 확인하세요.`,
  });
}
