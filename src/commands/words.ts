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
  waived: {
    en: '{count} not counted, because somebody takes the risk: {by}.',
    ko: '예외로 제외한 항목 {count}건: {by}.',
  },
  vulnerable: {
    en: '{packages} packages with {count} known vulnerabilities',
    ko: '알려진 취약점 {count}건, 취약한 패키지 {packages}개',
  },
  noFix: { en: '(no fix yet)', ko: '(수정 버전 없음)' },
  exploited: { en: 'exploited', ko: '악용 확인' },
  database: {
    en: '{packages} packages judged by the advisories of {day}.',
    ko: '패키지 {packages}개를 {day} 기준 취약점 데이터베이스로 점검했습니다.',
  },
  databaseOld: {
    en: 'These advisories are {age} days old: newer vulnerabilities are not known. Run "hwaseong db update".',
    ko: '취약점 데이터베이스가 {age}일 전 것입니다. 이후 공개된 취약점은 확인되지 않습니다. "hwaseong db update"를 실행하세요.',
  },
  noDatabase: {
    en: '{packages} packages were found and not judged: there is no advisory database. Run "hwaseong db update" or "hwaseong db import FILE".',
    ko: '패키지 {packages}개를 찾았으나 취약점 데이터베이스가 없어 점검하지 못했습니다. "hwaseong db update" 또는 "hwaseong db import FILE"을 실행하세요.',
  },
} satisfies Record<string, Text>;

/** Why nothing is known of some packages. */
export const unjudgedWords = {
  'no-feed': {
    en: '{count} package(s) of {ecosystem} not judged: no feed covers it ({example}).',
    ko: '{ecosystem} 패키지 {count}개 점검 안 됨: 해당 피드 없음({example})',
  },
  'release-unknown': {
    en: '{count} package(s) of {ecosystem} not judged: its release is not known ({example}).',
    ko: '{ecosystem} 패키지 {count}개 점검 안 됨: 릴리스를 알 수 없음({example})',
  },
  'version-malformed': {
    en: '{count} package(s) of {ecosystem} not judged: their versions cannot be read ({example}).',
    ko: '{ecosystem} 패키지 {count}개 점검 안 됨: 버전을 해석할 수 없음({example})',
  },
  'name-unknown': {
    en: '{count} package(s) of {ecosystem} not judged: they do not say who publishes them ({example}).',
    ko: '{ecosystem} 패키지 {count}개 점검 안 됨: 게시자(그룹)를 알 수 없음({example})',
  },
  'distribution-unknown': {
    en: '{count} system package(s) not judged: the distribution is not known ({example}).',
    ko: '시스템 패키지 {count}개 점검 안 됨: 배포판을 알 수 없음({example})',
  },
} satisfies Record<string, Text>;
