import { type Text, UserError } from '../../model/index.ts';

/** A request that cannot be served as it stands: an error for people with its HTTP status. */
export class Refusal extends UserError {
  readonly status: number;

  constructor(status: number, code: string, text: Text) {
    super(code, text);
    this.status = status;
  }
}

const refusals = {
  'sign-in-needed': [401, 'Sign in first.', '먼저 로그인하세요.'],
  'sign-in-failed': [
    401,
    'The user name or password is not right. Check both and try again.',
    '사용자 이름 또는 비밀번호가 올바르지 않습니다. 확인한 뒤 다시 시도하세요.',
  ],
  'totp-needed': [401, 'Enter the code of your authenticator app.', '인증 앱에 표시된 코드를 입력하세요.'],
  'totp-wrong': [
    401,
    'The code is not right or was used already. Wait for the next one and try again.',
    '코드가 올바르지 않거나 이미 사용되었습니다. 다음 코드가 표시되면 다시 시도하세요.',
  ],
  'totp-on': [
    409,
    'The second factor is on already. Turn it off first to set up another device.',
    '2단계 인증이 이미 켜져 있습니다. 다른 기기를 등록하려면 먼저 끄세요.',
  ],
  'link-invalid': [
    401,
    'This sign-in link was used already or has expired. Start the server with --new-link, or ask an administrator for a new one.',
    '이미 사용했거나 만료된 로그인 링크입니다. 서버를 --new-link 옵션으로 시작하거나 관리자에게 새 링크를 요청하세요.',
  ],
  'token-invalid': [
    401,
    'The API token is unknown, revoked or expired. Make a new one under Settings.',
    'API 토큰이 등록되어 있지 않거나 폐기 또는 만료되었습니다. 설정에서 새로 발급하세요.',
  ],
  'csrf-invalid': [
    403,
    'The request lacks the X-CSRF-Token of this session. Reload the page and try again.',
    '이 세션의 X-CSRF-Token이 요청에 없습니다. 페이지를 새로 고친 뒤 다시 시도하세요.',
  ],
  'origin-foreign': [
    403,
    'The request comes from another site and was not carried out.',
    '다른 사이트에서 보낸 요청이므로 처리하지 않았습니다.',
  ],
  'host-foreign': [
    421,
    'This server answers on loopback only: open it as localhost or 127.0.0.1.',
    '이 서버는 루프백 주소로만 응답합니다. localhost 또는 127.0.0.1로 접속하세요.',
  ],
  forbidden: [
    403,
    'Your role or token does not allow this. Ask an administrator.',
    '현재 역할 또는 토큰으로는 허용되지 않습니다. 관리자에게 문의하세요.',
  ],
  'password-needed': [403, 'Set a password first.', '먼저 비밀번호를 설정하세요.'],
  'not-found': [
    404,
    'There is nothing here: it was removed, or the address is wrong.',
    '찾을 수 없습니다. 삭제되었거나 주소가 잘못되었습니다.',
  ],
  'name-taken': [
    409,
    'This name is in use already. Choose another one.',
    '이미 사용 중인 이름입니다. 다른 이름을 지정하세요.',
  ],
  'last-admin': [
    409,
    'This is the last administrator who can sign in. Make another one first.',
    '로그인할 수 있는 마지막 관리자입니다. 먼저 다른 관리자를 지정하세요.',
  ],
  'sample-fixed': [
    409,
    'The sample organisation cannot be changed or scanned. Remove it, or add a connection of your own.',
    '샘플 조직은 변경하거나 스캔할 수 없습니다. 샘플을 제거하거나 실제 연결을 추가하세요.',
  ],
  'no-credentials': [
    409,
    'This connection has no credentials yet. Enter a role or keys first.',
    '이 연결에 등록된 자격 증명이 없습니다. 먼저 역할 또는 키를 입력하세요.',
  ],
  'connection-kind': [
    409,
    'This connection is of another kind: a cloud takes no address of a registry, and facts that are uploaded belong to one provider. Use another connection.',
    '연결의 종류가 다릅니다. 클라우드 연결에는 레지스트리 주소를 지정할 수 없고, 업로드한 정보는 한 제공자의 것이어야 합니다. 다른 연결을 사용하세요.',
  ],
  'registry-event-unknown': [
    400,
    'This is no notice of such a registry. Check the address that it sends to: it ends in distribution, harbor or ecr.',
    '해당 레지스트리의 알림 형식이 아닙니다. 전송 주소가 distribution, harbor, ecr 중 알맞은 것으로 끝나는지 확인하세요.',
  ],
  'no-advisories': [
    409,
    'There is no advisory database yet, so that nothing can be told of packages. Update or import it first.',
    '아직 취약점 권고 데이터베이스가 없어 패키지를 판단할 수 없습니다. 먼저 업데이트하거나 가져오세요.',
  ],
  'rule-unknown': [
    400,
    'There is no control of this id, so that the exception would cover nothing. Check the id.',
    '해당 ID의 점검 항목이 없어 예외가 적용될 대상이 없습니다. ID를 확인하세요.',
  ],
  'exception-expired': [
    400,
    'The exception would already have expired: choose a later date.',
    '예외의 만료일이 이미 지났습니다. 이후 날짜를 선택하세요.',
  ],
  'detection-unknown': [
    400,
    'There is no detection of this id, so that the exception would cover nothing. Check the id.',
    '해당 ID의 탐지 규칙이 없어 예외가 적용될 대상이 없습니다. ID를 확인하세요.',
  ],
  'detection-fixed': [
    409,
    'This detection belongs to the product. Switch it off instead of removing it.',
    '기본 제공 탐지 규칙은 삭제할 수 없습니다. 대신 사용 안 함으로 설정하세요.',
  ],
  'address-malformed': [
    400,
    'This is no IP address and no network such as 203.0.113.0/24.',
    'IP 주소 또는 203.0.113.0/24와 같은 네트워크 대역이 아닙니다.',
  ],
  'feed-unknown': [
    404,
    'There is no feed of this name that takes events over HTTP. Add one first, or leave the name out.',
    '해당 이름의 HTTP 수신 피드가 없습니다. 먼저 피드를 추가하거나 이름을 빼고 보내세요.',
  ],
  'feed-off': [
    409,
    'This feed is switched off. Switch it on first.',
    '사용 안 함으로 설정된 피드입니다. 먼저 사용하도록 설정하세요.',
  ],
  'feed-fixed': [
    409,
    'The feed of the HTTP intake cannot be removed. Switch it off instead.',
    'HTTP 수신 피드는 삭제할 수 없습니다. 대신 사용 안 함으로 설정하세요.',
  ],
  'feed-type-fixed': [
    409,
    'A feed stays of its type. Add another one.',
    '피드의 유형은 변경할 수 없습니다. 새 피드를 추가하세요.',
  ],
  'intake-full': [
    429,
    'More events come in than this server can take. Nothing of this request needs to be left out: send it again after the time in Retry-After.',
    '처리할 수 있는 양보다 많은 이벤트가 들어오고 있습니다. Retry-After에 표시된 시간이 지난 뒤 같은 요청을 다시 보내세요.',
  ],
  'events-elsewhere': [
    503,
    'Another server on this database takes events in and keeps them. Ask that one.',
    '이 데이터베이스를 사용하는 다른 서버가 이벤트를 수집하고 보관합니다. 해당 서버에 요청하세요.',
  ],
  'live-full': [
    429,
    'Too many people look at events as they pass. Close a window and try again.',
    '실시간 보기를 사용하는 사람이 너무 많습니다. 다른 창을 닫고 다시 시도하세요.',
  ],
  'cursor-invalid': [
    400,
    'The cursor is not one of this list. Load the list from its beginning.',
    '이 목록의 커서가 아닙니다. 목록을 처음부터 다시 불러오세요.',
  ],
  'too-large': [
    413,
    'The request is larger than this server accepts. Send it in smaller parts.',
    '요청이 서버의 허용 크기를 초과합니다. 더 작게 나누어 보내세요.',
  ],
  'media-unsupported': [
    415,
    'The body is of a kind that this operation does not read. Look at /openapi.json.',
    '이 작업에서 지원하지 않는 본문 형식입니다. /openapi.json을 참고하세요.',
  ],
  'too-many': [
    429,
    'Too many attempts. Wait a few minutes and try again.',
    '시도 횟수가 너무 많습니다. 몇 분 뒤에 다시 시도하세요.',
  ],
  malformed: [
    400,
    'The request does not have the form that this operation expects. See the fields named.',
    '요청이 이 작업에 필요한 형식과 다릅니다. 표시된 필드를 확인하세요.',
  ],
  internal: [
    500,
    'Something broke inside the server. Its log has the details under the id of this request.',
    '서버 내부에서 오류가 발생했습니다. 자세한 내용은 서버 로그에서 이 요청의 ID로 확인할 수 있습니다.',
  ],
  'store-unreachable': [
    503,
    'The store does not answer. Wait a moment; if it stays so, look at the server’s log.',
    '저장소가 응답하지 않습니다. 잠시 기다린 뒤에도 계속되면 서버 로그를 확인하세요.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type RefusalCode = keyof typeof refusals;

/** The refusal of this code, ready to be thrown. */
export function refuse(code: RefusalCode): Refusal {
  const [status, en, ko] = refusals[code];
  return new Refusal(status, code, { en, ko });
}
