import type { Text } from '../model/index.ts';

export const words = {
  finding: { en: '{count} failed', ko: '{count}건' },
  more: { en: '… and {count} more', ko: '… 외 {count}건' },
  fix: { en: 'Fix', ko: '조치' },
  summary: {
    en: '{assets} assets in {accounts} account(s), {regions} region(s): {failed} failed, {passed} passed, {unknown} unknown, {na} not applicable.',
    ko: '계정 {accounts}개, 리전 {regions}개, 자산 {assets}개: 취약 {failed}건, 양호 {passed}건, 확인 불가 {unknown}건, 해당 없음 {na}건.',
  },
  clean: { en: 'Nothing failed.', ko: '취약한 항목이 없습니다.' },
  unknownTitle: { en: 'Not known, because it could not be read:', ko: '읽을 수 없어 확인하지 못한 항목:' },
  unknownPermission: {
    en: '{results} result(s): {operation} was denied. Allow {permission}.',
    ko: '{results}건: {operation} 호출이 거부되었습니다. {permission} 권한을 허용하세요.',
  },
  unknownCode: { en: '{results} result(s): {operation} ({code}).', ko: '{results}건: {operation} ({code}).' },
  errorsTitle: { en: 'Broken controls (please report):', ko: '오류가 난 점검 항목(제보해 주세요):' },
  nextHtml: {
    en: 'For every finding with its evidence and fix: --format html --out report.html',
    ko: '모든 항목의 근거와 조치 방법을 보려면: --format html --out report.html',
  },
} satisfies Record<string, Text>;
