import type { Severity, Status, Text } from '../model/index.ts';

export const severityWords: Record<Severity, Text> = {
  critical: { en: 'CRITICAL', ko: '심각' },
  high: { en: 'HIGH', ko: '높음' },
  medium: { en: 'MEDIUM', ko: '보통' },
  low: { en: 'LOW', ko: '낮음' },
  info: { en: 'INFO', ko: '정보' },
};

export const statusWords: Record<Status, Text> = {
  pass: { en: 'passed', ko: '통과' },
  fail: { en: 'failed', ko: '실패' },
  unknown: { en: 'unknown', ko: '확인 불가' },
  'not-applicable': { en: 'not applicable', ko: '해당 없음' },
  manual: { en: 'by hand', ko: '수동 확인' },
  error: { en: 'broken', ko: '오류' },
};

export const words = {
  finding: { en: '{count} failed', ko: '{count}건' },
  more: { en: '… and {count} more', ko: '… 외 {count}건' },
  fix: { en: 'Fix', ko: '조치' },
  summary: {
    en: '{assets} assets in {accounts} account(s), {regions} region(s): {failed} failed, {passed} passed, {unknown} unknown, {na} not applicable.',
    ko: '계정 {accounts}개, 리전 {regions}개, 자산 {assets}개: 실패 {failed}건, 통과 {passed}건, 확인 불가 {unknown}건, 해당 없음 {na}건.',
  },
  clean: { en: 'Nothing failed.', ko: '실패한 항목이 없습니다.' },
  unknownTitle: { en: 'Not known, because it could not be read:', ko: '읽을 수 없어 확인하지 못한 항목:' },
  unknownPermission: {
    en: '{results} result(s): {operation} was denied. Allow {permission}.',
    ko: '{results}건: {operation} 호출이 거부되었습니다. {permission} 권한을 허용하세요.',
  },
  unknownCode: { en: '{results} result(s): {operation} ({code}).', ko: '{results}건: {operation} ({code}).' },
  errorsTitle: { en: 'Broken controls (please report):', ko: '오류가 난 통제 항목(제보해 주세요):' },
  nextHtml: {
    en: 'For every finding with its evidence and fix: --format html --out report.html',
    ko: '모든 항목의 근거와 조치 방법을 보려면: --format html --out report.html',
  },
} satisfies Record<string, Text>;
