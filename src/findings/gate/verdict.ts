import { createHash } from 'node:crypto';
import {
  atLeast,
  canonicalJson,
  fitsWildcard,
  type Json,
  type Rule,
  type Severity,
  type Text,
} from '../../model/index.ts';
import type { GatePolicy } from './policy.ts';

/** What is known of an image when a gate is asked. */
export interface GateInput {
  /** Digest of the image. */
  subject: string;
  name: string;
  /** What failed, vulnerabilities among it, without what is waived. */
  findings: readonly { rule: Rule; severity: Severity; asset: string; discriminator: string; fixable: boolean }[];
  /** Results of these could not be told: ids of controls. */
  unknown: readonly string[];
  /** ISO 8601: up to when the advisory database knows; absent: there is none. */
  database?: string;
  /** Packages that no feed covers. */
  unjudged: number;
  /** Absent: nobody looked. */
  secrets?: number;
  malware?: number;
  trust?: 'trusted' | 'untrusted' | 'undecided';
  /** Why it is not trusted. */
  trustReason?: Text;
  /** Hash of the trust policy that it was judged by; absent where there was none. */
  trustPolicy?: string;
  /** What the image says it was built upon; absent: it does not say. */
  base?: string;
  now: Date;
}

export type GatePart = 'vulnerabilities' | 'configuration' | 'secrets' | 'malware' | 'trust' | 'baseImages';

export interface GateReason {
  part: GatePart;
  /** `fail`: what is asked for does not hold. `unknown`: nobody could tell. */
  status: 'fail' | 'unknown';
  text: Text;
  /** Rules concerned. */
  rules: readonly string[];
}

/** One answer for a pipeline or an admission: kept, and good until it expires, for this digest under this policy. */
export interface Verdict {
  verdict: 'pass' | 'fail';
  subject: string;
  name: string;
  /** SHA-256 of the policy, and of the trust policy where there was one: what either asks for otherwise makes another verdict. */
  policy: string;
  database: string | null;
  decidedAt: string;
  expiresAt: string;
  reasons: GateReason[];
}

const DAY = 86_400_000;

/** Decides what a policy says of an image. */
export function decide(policy: GatePolicy, input: GateInput): Verdict {
  const reasons = [
    ...vulnerabilityReasons(policy, input),
    ...configurationReasons(policy, input),
    ...countReasons('secrets', policy.secrets, input.secrets),
    ...countReasons('malware', policy.malware, input.malware),
    ...trustReasons(policy, input),
    ...baseReasons(policy, input),
  ];
  const stops = reasons.some(({ status }) => status === 'fail' || policy.unknown === 'fail');
  return {
    verdict: stops ? 'fail' : 'pass',
    subject: input.subject,
    name: input.name,
    policy: hashOf(policy, input.trustPolicy),
    database: input.database ?? null,
    decidedAt: input.now.toISOString(),
    expiresAt: new Date(input.now.getTime() + policy.validHours * 3_600_000).toISOString(),
    reasons,
  };
}

function hashOf(policy: GatePolicy, trust: string | undefined): string {
  const asked = trust === undefined ? policy : { policy, trust };
  return createHash('sha256')
    .update(canonicalJson(asked as Json))
    .digest('hex');
}

function* vulnerabilityReasons({ vulnerabilities: asked }: GatePolicy, input: GateInput): Generator<GateReason> {
  if (asked === undefined) return;
  const part = 'vulnerabilities';
  if (input.database === undefined) {
    yield unknown(part, {
      en: 'There is no advisory database, so that vulnerabilities are not known. Run "hwaseong db update" or "hwaseong db import".',
      ko: '취약점 데이터베이스가 없어 취약점을 확인할 수 없습니다. "hwaseong db update" 또는 "hwaseong db import"를 실행하세요.',
    });
    return;
  }
  const age = Math.floor((input.now.getTime() - Date.parse(input.database)) / DAY);
  if (age > asked.databaseDays) {
    yield unknown(part, {
      en: `The advisory database is ${age} days old; the policy takes ${asked.databaseDays}. Update it.`,
      ko: `취약점 데이터베이스가 ${age}일 전 것입니다. 정책 허용 기간은 ${asked.databaseDays}일입니다. 업데이트하세요.`,
    });
  }
  if (input.unjudged > 0) {
    yield unknown(part, {
      en: `${input.unjudged} packages are covered by no advisory feed.`,
      ko: `패키지 ${input.unjudged}개는 취약점 피드에 포함되어 있지 않습니다.`,
    });
  }
  const stops = input.findings.filter(({ rule, severity, fixable }) => {
    const { vulnerability } = rule;
    if (vulnerability === undefined || isAllowed(rule.id, asked.allow)) return false;
    if (asked.exploited && vulnerability.exploited !== undefined) return true;
    if (asked.fixable && !fixable) return false;
    const published = vulnerability.published === undefined ? Number.NaN : Date.parse(vulnerability.published);
    if (input.now.getTime() - published < asked.graceDays * DAY) return false;
    if (asked.epss !== undefined && (vulnerability.epss?.probability ?? 0) >= asked.epss) return true;
    return asked.severity !== undefined && atLeast(severity, asked.severity);
  });
  if (stops.length > 0) {
    const rules = idsOf(stops);
    yield {
      part,
      status: 'fail',
      rules,
      text: {
        en: `${rules.length} vulnerabilities are over the line: ${someOf(rules)}.`,
        ko: `취약점 ${rules.length}건이 허용 기준을 넘습니다: ${someOf(rules)}.`,
      },
    };
  }
}

function* configurationReasons({ configuration: asked }: GatePolicy, input: GateInput): Generator<GateReason> {
  if (asked === undefined) return;
  const part = 'configuration';
  const stops = input.findings.filter(({ rule, severity }) => {
    if (rule.vulnerability !== undefined) return false;
    if (isAllowed(rule.id, asked.deny)) return true;
    return asked.severity !== undefined && atLeast(severity, asked.severity) && !isAllowed(rule.id, asked.allow);
  });
  if (stops.length > 0) {
    const rules = idsOf(stops);
    yield {
      part,
      status: 'fail',
      rules,
      text: {
        en: `${rules.length} controls failed: ${someOf(rules)}.`,
        ko: `점검 항목 ${rules.length}개가 취약입니다: ${someOf(rules)}.`,
      },
    };
  }
  const blind = [...new Set(input.unknown)].filter((id) => !isAllowed(id, asked.allow));
  if (blind.length > 0) {
    yield unknown(
      part,
      {
        en: `${blind.length} controls could not tell: ${someOf(blind)}.`,
        ko: `점검 항목 ${blind.length}개를 확인할 수 없습니다: ${someOf(blind)}.`,
      },
      blind,
    );
  }
}

const partWords: Record<'secrets' | 'malware', Text> = {
  secrets: { en: 'secrets', ko: '비밀 정보' },
  malware: { en: 'malware', ko: '악성코드' },
};

function* countReasons(part: 'secrets' | 'malware', asked: boolean, found: number | undefined): Generator<GateReason> {
  if (!asked) return;
  const word = partWords[part];
  if (found === undefined) {
    yield unknown(part, {
      en: `The image was not searched for ${word.en}.`,
      ko: `이미지에서 ${word.ko} 검사를 수행하지 않았습니다.`,
    });
  } else if (found > 0) {
    yield {
      part,
      status: 'fail',
      rules: [],
      text: { en: `${found} ${word.en} found in the image.`, ko: `이미지에서 ${word.ko} ${found}건이 발견되었습니다.` },
    };
  }
}

function* trustReasons({ trust: asked }: GatePolicy, { trust, trustReason }: GateInput): Generator<GateReason> {
  if (!asked || trust === 'trusted') return;
  const because = {
    en: trustReason === undefined ? '' : ` ${trustReason.en}`,
    ko: trustReason === undefined ? '' : ` ${trustReason.ko}`,
  };
  if (trust === 'untrusted') {
    yield {
      part: 'trust',
      status: 'fail',
      rules: [],
      text: {
        en: `The image does not bear the signatures that the trust policy asks for.${because.en}`,
        ko: `이미지에 신뢰 정책이 요구하는 서명이 없습니다.${because.ko}`,
      },
    };
    return;
  }
  yield unknown(
    'trust',
    trust === undefined
      ? {
          en: 'Nobody asked whether the image is trusted. Name a trust policy with --trust.',
          ko: '이미지의 신뢰 여부를 확인하지 않았습니다. --trust로 신뢰 정책을 지정하세요.',
        }
      : {
          en: `Whether the image is trusted could not be decided.${because.en}`,
          ko: `이미지의 신뢰 여부를 판단할 수 없습니다.${because.ko}`,
        },
  );
}

function* baseReasons({ baseImages: asked }: GatePolicy, { base }: GateInput): Generator<GateReason> {
  if (asked === undefined) return;
  if (base === undefined) {
    yield unknown('baseImages', {
      en: 'The image does not say what it was built upon (label org.opencontainers.image.base.name).',
      ko: '이미지에 베이스 이미지 정보가 없습니다(레이블 org.opencontainers.image.base.name).',
    });
  } else if (!isAllowed(base, asked)) {
    yield {
      part: 'baseImages',
      status: 'fail',
      rules: [],
      text: {
        en: `The base image ${base} is not on the list of the policy.`,
        ko: `베이스 이미지 ${base}이(가) 정책 허용 목록에 없습니다.`,
      },
    };
  }
}

function unknown(part: GatePart, text: Text, rules: readonly string[] = []): GateReason {
  return { part, status: 'unknown', text, rules };
}

function isAllowed(id: string, allowed: readonly string[]): boolean {
  return allowed.some((pattern) => fitsWildcard(id, pattern));
}

function idsOf(findings: GateInput['findings']): string[] {
  return [...new Set(findings.map(({ rule }) => rule.id))];
}

/** The first few of a list, and how many more there are. */
function someOf(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).join(', ');
  return ids.length > 5 ? `${shown}, +${ids.length - 5}` : shown;
}
