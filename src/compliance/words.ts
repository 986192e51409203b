import type { Language, Text } from '../model/index.ts';
import type { EvidenceState } from './evidence.ts';
import type { RequirementState, StatusCounts } from './state.ts';

/** What people call the states, with what each means. */
export const stateWords: Record<RequirementState, { name: Text; meaning: Text }> = {
  failing: {
    name: { en: 'Failing', ko: '미충족' },
    meaning: {
      en: 'At least one control fails. Evidence given by hand does not change this.',
      ko: '점검 항목 중 하나 이상이 위반 상태입니다. 증적을 제출해도 결과는 바뀌지 않습니다.',
    },
  },
  unknown: {
    name: { en: 'Unknown', ko: '확인 불가' },
    meaning: {
      en: 'Nothing fails, but something could not be judged: a call was denied, a control broke or was not run.',
      ko: '위반은 없지만 판정하지 못한 항목이 있습니다. 호출이 거부되었거나, 통제 실행에 실패했거나, 실행되지 않았습니다.',
    },
  },
  manual: {
    name: { en: 'Evidence needed', ko: '증적 필요' },
    meaning: {
      en: 'A person has to give evidence, and there is none that is valid.',
      ko: '담당자가 증적을 제출해야 하지만 유효한 증적이 없습니다.',
    },
  },
  'not-covered': {
    name: { en: 'Not covered', ko: '점검 수단 없음' },
    meaning: {
      en: 'No control speaks to it and nobody gave evidence.',
      ko: '연결된 점검 항목이 없고 제출된 증적도 없습니다.',
    },
  },
  evidenced: {
    name: { en: 'Evidenced', ko: '증적 확보' },
    meaning: {
      en: 'Rests on valid evidence given by a person; it was not measured.',
      ko: '담당자가 제출한 유효한 증적이 있습니다. 시스템이 직접 측정한 결과는 아닙니다.',
    },
  },
  passing: {
    name: { en: 'Passing', ko: '충족' },
    meaning: {
      en: 'All controls pass, and evidence is there where it is asked for.',
      ko: '모든 점검 항목을 통과했고, 증적이 필요한 경우 유효한 증적도 있습니다.',
    },
  },
  'not-applicable': {
    name: { en: 'Not applicable', ko: '해당 없음' },
    meaning: {
      en: 'The controls found nothing that it applies to.',
      ko: '점검 항목이 적용되는 자산이 없습니다.',
    },
  },
};

export const evidenceWords: Record<EvidenceState, Text> = {
  'not-needed': { en: 'Not needed', ko: '필요 없음' },
  missing: { en: 'Missing', ko: '미제출' },
  valid: { en: 'Valid', ko: '유효' },
  expired: { en: 'Expired', ko: '만료' },
};

export const countWords: Record<keyof StatusCounts, Text> = {
  pass: { en: 'Pass', ko: '양호' },
  fail: { en: 'Fail', ko: '취약' },
  unknown: { en: 'Unknown', ko: '확인 불가' },
  error: { en: 'Error', ko: '오류' },
  manual: { en: 'Manual', ko: '수동 확인' },
  notApplicable: { en: 'Not applicable', ko: '해당 없음' },
};

export const assessmentWords: Record<'automated' | 'partial' | 'manual', Text> = {
  automated: { en: 'Controls', ko: '자동 점검' },
  partial: { en: 'Controls and evidence', ko: '자동 점검 + 증적' },
  manual: { en: 'Evidence', ko: '증적' },
};

/** The sentences of a report, in one language. */
export function reportWords(language: Language) {
  return language === 'en' ? english : korean;
}

type ReportWords = typeof english;

const english = {
  title: 'Compliance report',
  framework: 'Framework',
  version: 'Version',
  publisher: 'Publisher',
  source: 'Original',
  organisation: 'Organisation',
  scope: 'Scope',
  preparedBy: 'Prepared by',
  assessedAt: 'Assessed at',
  summary: 'Summary',
  score: (passing: number, judged: number, percent: number) =>
    `Of ${judged} requirements that controls judge, ${passing} are passed by those controls (${percent} %). Requirements that could not be judged count as not passed.`,
  noScore: 'Controls judged no requirement yet; there is no score.',
  outside: (count: number) =>
    `Not part of this figure: ${count} requirements that wait for evidence, rest on evidence alone, are not covered, or do not apply.`,
  touched:
    'This framework lists only the requirements that controls speak to. Requirements of the standard that are not listed were not assessed.',
  state: 'State',
  meaning: 'Meaning',
  requirements: 'Requirements',
  total: 'Total',
  sections: 'Sections',
  section: 'Section',
  passOfJudged: 'Pass / judged by controls',
  details: 'Requirements in detail',
  requirement: 'Requirement',
  id: 'Id',
  answeredThrough: 'Answered through',
  control: 'Control',
  controls: 'Controls',
  technical: 'Controls say',
  severity: 'Severity',
  notRun: 'Not run',
  evidenceAsked: 'Evidence to hand in',
  evidence: 'Evidence',
  by: 'By',
  validUntil: 'Valid until',
  link: 'Link',
  statement: 'Statement',
  assessment: 'Answered by',
  strays: 'Could not be placed',
  strayMapping: (control: string, requirement: string) =>
    `Control ${control} names ${requirement}, which is no requirement of this framework.`,
  strayEvidence: (requirement: string, by: string) =>
    `Evidence by ${by} is for ${requirement}, which takes no evidence in this framework.`,
  signature: 'Signature',
  reviewedBy: 'Reviewed by',
};

const korean: ReportWords = {
  title: '컴플라이언스 보고서',
  framework: '프레임워크',
  version: '버전',
  publisher: '발행 기관',
  source: '원문',
  organisation: '조직',
  scope: '점검 범위',
  preparedBy: '작성자',
  assessedAt: '평가 시각',
  summary: '요약',
  score: (passing, judged, percent) =>
    `점검 항목으로 판정한 요구사항 ${judged}개 중 ${passing}개가 통제를 통과했습니다(${percent}%). 판정하지 못한 요구사항은 통과로 계산하지 않습니다.`,
  noScore: '점검 항목으로 판정한 요구사항이 아직 없어 점수를 계산하지 않았습니다.',
  outside: (count) =>
    `나머지 요구사항 ${count}개는 증적이 필요하거나 증적으로만 확인되었거나, 점검 수단이 없거나, 해당하지 않아 이 수치에 포함되지 않습니다.`,
  touched:
    '이 프레임워크에는 점검 항목과 연결된 요구사항만 수록되어 있습니다. 수록되지 않은 요구사항은 평가하지 않았습니다.',
  state: '상태',
  meaning: '의미',
  requirements: '요구사항 수',
  total: '합계',
  sections: '영역별 현황',
  section: '영역',
  passOfJudged: '통과 / 통제 판정',
  details: '요구사항별 상세',
  requirement: '요구사항',
  id: 'ID',
  answeredThrough: '다음 요구사항으로 판단',
  control: '점검 항목',
  controls: '점검 항목',
  technical: '통제 판정',
  severity: '심각도',
  notRun: '미실행',
  evidenceAsked: '제출할 증적',
  evidence: '증적',
  by: '제출자',
  validUntil: '유효 기한',
  link: '링크',
  statement: '내용',
  assessment: '판단 방법',
  strays: '연결되지 않은 항목',
  strayMapping: (control, requirement) =>
    `점검 항목 ${control}에 지정된 ${requirement}은(는) 이 프레임워크의 요구사항이 아닙니다.`,
  strayEvidence: (requirement, by) =>
    `${by} 님이 제출한 증적의 대상인 ${requirement}은(는) 이 프레임워크에서 증적을 받지 않습니다.`,
  signature: '서명',
  reviewedBy: '검토자',
};
