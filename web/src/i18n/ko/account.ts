import type { account as original } from '../en/account.ts';
import type { Mirror } from '../mirror.ts';

export const account: Mirror<typeof original> = {
  username: '사용자 이름',
  password: '비밀번호',
  currentPassword: '현재 비밀번호',
  newPassword: '새 비밀번호',
  again: '새 비밀번호 확인',
  differs: '비밀번호가 서로 다릅니다',
  passwordRule_other: '{{count}}자 이상',
  passwordText: '비밀번호를 바꾸면 다른 기기의 세션은 모두 종료됩니다.',
  passwordSet: '비밀번호를 변경했습니다',
  setPassword: '비밀번호 변경',
  signIn: {
    ended: '세션이 만료되었습니다. 다시 로그인하면 보던 화면으로 돌아갑니다.',
    title: '로그인',
    enter: '로그인',
    second: '2단계 인증',
    secondText: '인증 앱에 표시된 6자리 숫자를 입력하세요.',
    code: '6자리 인증 코드',
  },
  link: {
    title: '환영합니다',
    text: '이 링크로는 한 번만 로그인할 수 있습니다. 로그인한 뒤 비밀번호를 설정하세요.',
    enter: '링크로 로그인',
    password: '비밀번호로 로그인',
  },
  first: {
    title: '비밀번호 설정',
    text: '방금 사용한 링크는 다시 쓸 수 없습니다. 앞으로는 아래의 사용자 이름과 비밀번호로 로그인하세요.',
    save: '저장하고 시작하기',
  },
  totp: {
    title: '2단계 인증',
    isOn: '로그인할 때 인증 앱의 코드를 확인합니다.',
    isOff: '2단계 인증을 사용하면 비밀번호가 유출되어도 로그인할 수 없습니다.',
    turnOn: '설정하기',
    turnOff: '해제하기',
    turnedOn: '2단계 인증을 설정했습니다',
    turnedOff: '2단계 인증을 해제했습니다',
    scan: '인증 앱으로 QR 코드를 스캔하거나 비밀 키를 직접 입력한 뒤, 앱에 표시된 6자리 숫자를 입력하세요.',
    qr: '인증 앱용 QR 코드',
    secret: '비밀 키',
    codeToLeave: '해제하려면 인증 앱에 표시된 6자리 숫자를 입력하세요.',
  },
};
