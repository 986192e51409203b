import type { Text } from '../../model/index.ts';
import type { Judged } from './types.ts';

/** Every reason that a judgement of trust can have. `{detail}` is filled in. */
const sentences = {
  VALID: { en: 'Signed by {detail}.', ko: '{detail}의 서명입니다.' },
  ENOUGH_SIGNATURES: {
    en: 'The signatures that the policy asks for are there: {detail}.',
    ko: '정책이 요구하는 서명이 있습니다: {detail}.',
  },
  ENOUGH_ATTESTATIONS: {
    en: 'The attestations that the policy asks for are there: {detail}.',
    ko: '정책이 요구하는 증명이 있습니다: {detail}.',
  },
  NOT_ASKED: { en: 'The policy does not ask for it.', ko: '정책에서 요구하지 않습니다.' },
  ACCEPTED_UNSIGNED: {
    en: 'The policy accepts anything from "{detail}".',
    ko: '정책이 "{detail}"의 모든 이미지를 허용합니다.',
  },
  REFUSED: { en: 'The policy accepts nothing from "{detail}".', ko: '정책이 "{detail}"의 모든 이미지를 거부합니다.' },
  NO_RULE: {
    en: 'No rule of the trust policy is for {detail}. Add one.',
    ko: '신뢰 정책에 {detail}에 대한 규칙이 없습니다. 규칙을 추가하세요.',
  },
  NOT_COLLECTED: {
    en: 'What lies beside the image could not be read in full ({detail}).',
    ko: '이미지의 서명 정보를 모두 읽을 수 없습니다({detail}).',
  },
  UNVERIFIABLE_ALLOWED: {
    en: 'It could not be verified ({detail}), and the policy lets that pass.',
    ko: '검증할 수 없으나({detail}) 정책에서 허용합니다.',
  },
  TOO_FEW_SIGNATURES: {
    en: 'Too few of those whom the policy trusts signed this image: {detail}.',
    ko: '정책이 신뢰하고 이 이미지에 서명한 서명자 수가 부족합니다: {detail}.',
  },
  ATTESTATION_MISSING: {
    en: 'There is no attestation by a trusted signer that fits: {detail}.',
    ko: '조건에 맞는, 신뢰하는 서명자의 증명이 없습니다: {detail}.',
  },
  CANNOT_DECIDE: {
    en: 'Something beside the image is of a kind that cannot be verified, so that it is not known: {detail}.',
    ko: '검증할 수 없는 형식의 서명 정보가 있어 판단할 수 없습니다: {detail}.',
  },
  MALFORMED: { en: 'It does not have the form it should have ({detail}).', ko: '형식이 올바르지 않습니다({detail}).' },
  UNKNOWN_FORMAT: { en: 'Its format is not known ({detail}).', ko: '알 수 없는 형식입니다({detail}).' },
  TOO_LARGE: { en: 'It is too large to be read ({detail}).', ko: '크기가 너무 커서 읽지 않았습니다({detail}).' },
  UNSIGNED: { en: 'Nobody signed it ({detail}).', ko: '서명되지 않았습니다({detail}).' },
  OTHER_SUBJECT: {
    en: 'What is signed is another image ({detail}).',
    ko: '서명 대상이 다른 이미지입니다({detail}).',
  },
  NOT_A_SIGNATURE: {
    en: 'It says something else of the image than who made it ({detail}).',
    ko: '서명이 아닌 다른 내용입니다({detail}).',
  },
  SIGNATURE_WRONG: {
    en: 'The signature does not fit the key or what is signed ({detail}).',
    ko: '서명이 키 또는 서명 대상과 일치하지 않습니다({detail}).',
  },
  KEY_UNKNOWN: {
    en: 'It is not signed by a key of the policy.',
    ko: '정책에 있는 키로 서명되지 않았습니다.',
  },
  NO_AUTHORITY: {
    en: 'The policy names nobody who signs in this way ({detail}).',
    ko: '정책에 이 방식의 서명자가 없습니다({detail}).',
  },
  CERTIFICATE_UNTRUSTED: {
    en: 'The certificate does not lead to an authority that the policy trusts ({detail}).',
    ko: '인증서가 정책이 신뢰하는 인증 기관으로 이어지지 않습니다({detail}).',
  },
  CERTIFICATE_UNFIT: {
    en: 'The certificate may not sign ({detail}).',
    ko: '서명 용도로 쓸 수 없는 인증서입니다({detail}).',
  },
  CERTIFICATE_EXPIRED: {
    en: 'The certificate was not valid when it was used, as far as is proven ({detail}).',
    ko: '서명 시점에 유효했음이 입증되지 않은 인증서입니다({detail}).',
  },
  IDENTITY_OTHER: {
    en: 'It is validly signed by somebody whom the policy does not name: {detail}.',
    ko: '서명은 유효하나 정책에 없는 서명자입니다: {detail}.',
  },
  LOG_MISSING: {
    en: 'No entry in a transparency log proves it ({detail}).',
    ko: '투명성 로그 기록이 없습니다({detail}).',
  },
  LOG_WRONG: {
    en: 'The entry in the transparency log does not hold ({detail}).',
    ko: '투명성 로그 기록이 유효하지 않습니다({detail}).',
  },
  LOG_NOT_CHECKED: {
    en: 'The entry in a transparency log was not looked at: the policy names no trusted root for the key.',
    ko: '투명성 로그 기록은 확인하지 않았습니다. 이 키에 신뢰 루트가 지정되지 않았습니다.',
  },
  TIME_UNPROVEN: {
    en: 'No log or authority that is trusted proves when it was signed ({detail}).',
    ko: '신뢰하는 로그나 기관이 서명 시점을 입증하지 않습니다({detail}).',
  },
  EXPIRED: { en: 'It was valid until {detail}.', ko: '{detail}에 만료되었습니다.' },
  FUTURE: { en: 'It says to be made in the future ({detail}).', ko: '미래에 작성된 것으로 되어 있습니다({detail}).' },
  REVOCATION_UNKNOWN: {
    en: 'Whether the certificate was revoked cannot be known without a network.',
    ko: '네트워크 없이는 인증서 폐기 여부를 확인할 수 없습니다.',
  },
  PLUGIN_NEEDED: {
    en: 'It asks to be verified by the plug-in {detail}, which this product does not run.',
    ko: '{detail} 플러그인으로 검증해야 하나 지원하지 않습니다.',
  },
  ALGORITHM_UNSUPPORTED: {
    en: 'It is signed by a way that is not supported ({detail}).',
    ko: '지원하지 않는 서명 방식입니다({detail}).',
  },
  THRESHOLD: {
    en: 'Too few of its keys signed it ({detail}).',
    ko: '서명한 키가 기준보다 적습니다({detail}).',
  },
  TAG_UNKNOWN: {
    en: 'The signed list of tags does not have it ({detail}).',
    ko: '서명된 태그 목록에 없습니다({detail}).',
  },
} as const satisfies Record<string, Text>;

export type TrustCode = keyof typeof sentences;

/** Codes that say "nobody can tell" rather than "it is wrong". */
const undecidable: ReadonlySet<TrustCode> = new Set<TrustCode>([
  'NOT_COLLECTED',
  'CANNOT_DECIDE',
  'UNKNOWN_FORMAT',
  'TOO_LARGE',
  'REVOCATION_UNKNOWN',
  'PLUGIN_NEEDED',
  'ALGORITHM_UNSUPPORTED',
]);

/** A reason as a sentence. */
export function judged(code: TrustCode, detail: string | Text = ''): Judged {
  const { en, ko } = sentences[code];
  const fill = (sentence: string, shown: string) => sentence.replace('{detail}', () => shown.slice(0, 300));
  return typeof detail === 'string'
    ? { code, text: { en: fill(en, detail), ko: fill(ko, detail) } }
    : { code, text: { en: fill(en, detail.en), ko: fill(ko, detail.ko) } };
}

/** Thrown where a step of a verification does not hold. It never leaves this folder. */
export class TrustError extends Error {
  override readonly name = 'TrustError';
  readonly code: TrustCode;
  readonly detail: string;

  constructor(code: TrustCode, detail = '') {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }

  /** Nobody can tell, as opposed to: it is wrong. */
  get undecided(): boolean {
    return undecidable.has(this.code);
  }
}

/** What a step throws that was not foreseen comes of input that is not what it says to be. */
export function trustErrorOf(error: unknown): TrustError {
  if (error instanceof TrustError) return error;
  return new TrustError('MALFORMED', error instanceof Error ? error.message : String(error));
}
