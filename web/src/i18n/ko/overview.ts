import type { overview as original } from '../en/overview.ts';
import type { Mirror } from '../mirror.ts';

export const overview: Mirror<typeof original> = {
  answer: {
    clean: '미조치 항목이 없습니다',
    nothing: '아직 판정한 결과가 없습니다',
    grave_other: '<all>심각·높음 위험 {{n}}건</all>이 남아 있으며,',
    fresh_other: '어제 이후 <new>{{n}}건이 새로 발견</new>되었습니다.',
    noneFresh: '어제 이후 새로 발견된 것은 없습니다.',
    minor_other: '심각·높음 위험은 없고, <all>그 외 {{n}}건</all>이 남아 있습니다.',
  },
  trust: {
    judged: '자산 {{n}}개 점검, 판정 완료 {{share}}',
    oldest: '가장 오래된 데이터',
    running: '스캔이 진행 중입니다',
    stale_other: '최신 아님 {{n}}건',
    excepted_other: '예외 {{n}}건',
  },
  bySeverity: '심각도별 미조치 항목',
  new24h: '24시간 +{{n}}',
  top: '가장 위험한 항목',
  topNote: '지켜야 하지만 지켜지지 않은 기준입니다',
  topNone: '미조치 항목이 없습니다.',
  allFindings: '전체 보기',
  trend: {
    title: '미조치 항목 추이',
    range: '기간',
    days_other: '{{count}}일',
    none: '첫 스캔 이후부터 추이가 표시됩니다.',
    label: '{{from}}부터 {{to}}까지의 미조치 항목. 마지막 날 {{n}}건',
    flow: '신규 {{opened}}건, 조치 {{resolved}}건',
    resolved_other: '최근 7일간 {{n}}건을 조치했습니다.',
  },
  coverage: {
    title: '점검 범위',
    judged: '판정 완료 {{share}}',
  },
  freshness: {
    title: '데이터 최신성',
    places_other: '{{count}}곳',
    place: '계정·리전',
    missing: '누락된 응답',
    oldest: '가장 오래된 데이터',
    none: '아직 수집한 데이터가 없습니다.',
  },
  sample: {
    text: '지금 보고 계신 것은 예시 조직의 데이터입니다.',
    coming: '예시 조직을 가져오는 중입니다. 잠시 후 이 페이지에 표시됩니다.',
    remove: '예시 데이터 삭제',
    removed: '예시 데이터를 삭제했습니다',
  },
  empty: {
    title: '아직 연결된 계정이 없습니다',
    text: '클라우드 계정을 연결하면 몇 분 뒤 어떤 자산이 있고 무엇이 취약한지, 그 결과를 얼마나 믿을 수 있는지 여기에서 확인할 수 있습니다.',
  },
};
