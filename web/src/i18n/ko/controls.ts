import type { controls as original } from '../en/controls.ts';
import type { Mirror } from '../mirror.ts';

export const controls: Mirror<typeof original> = {
  answer_zero: '조건에 맞는 점검 항목이 없습니다',
  answer_other: '점검 항목 {{n}}개 중 {{failing}}개에서 취약이 발견되었습니다',
  note: '자산이 지켜야 할 기준과 판정 방법입니다.',
  one: '점검 항목',
  search: '점검 항목 검색',
  framework: '컴플라이언스 기준',
  adjustable: '매개변수',
  adjustableOnly: '매개변수를 설정할 수 있는 항목만',
  none: '조건에 맞는 점검 항목이 없습니다',
  findings: '이 항목의 점검 결과 보기',
  params: '매개변수',
  scope: '매개변수 적용 범위',
  organization: '조직 전체',
  inherited: '설정하지 않으면: {{value}}',
  emptyList: '없음',
  wantsInt: '정수를 입력하세요',
  wantsInts: '정수를 쉼표로 구분해 입력하세요',
  takeBack: '기본값으로',
  paramsSet: '저장했습니다. 영향을 받는 자산을 다시 점검합니다.',
  how: '판정 방법',
  expression: { each: '판정 단위', when: '적용 조건', pass: '양호 조건' },
  reads: '사용하는 API 응답',
};
