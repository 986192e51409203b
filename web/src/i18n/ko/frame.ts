import type { frame as original } from '../en/frame.ts';
import type { Mirror } from '../mirror.ts';

export const frame: Mirror<typeof original> = {
  skip: '본문으로 건너뛰기',
  pages: '페이지',
  page: {
    overview: '현황',
    findings: '취약 항목',
    incidents: '인시던트',
    inventory: '자산',
    images: '이미지',
    events: '이벤트',
    detections: '탐지 규칙',
    compliance: '컴플라이언스',
    controls: '점검 항목',
    connections: '연결',
    settings: '설정',
  },
  more: '더 보기',
  search: '검색 또는 이동…',
  help: '키보드 단축키',
  scope: '범위',
  organization: '조직 전체',
  accounts: '계정',
  noAccounts: '연결된 계정이 없습니다',
  account: '{{name}} 사용자 메뉴',
  myAccount: '내 계정',
  language: '언어',
  theme: '테마',
  scheme: { light: '밝게', dark: '어둡게', auto: '시스템 설정' },
  signOut: '로그아웃',
  failed: '불러오지 못했습니다',
  missing: {
    title: '페이지를 찾을 수 없습니다',
    text: '오래된 링크이거나 주소가 잘렸을 수 있습니다.',
    act: '현황으로 이동',
  },
};
