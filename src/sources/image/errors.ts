import { UserError } from '../../model/index.ts';

/** What can be wrong with an image that somebody names. */
export const imageErrors = {
  reference: (text: string) =>
    new UserError('image-reference', {
      en: `"${text}" is neither a file or folder that exists nor a reference of an image. Give a reference such as registry.example.com/team/app:1.2.`,
      ko: `"${text}"은(는) 존재하는 파일이나 폴더가 아니며 이미지 참조 형식에도 맞지 않습니다. registry.example.com/team/app:1.2와 같은 형식으로 입력하세요.`,
    }),
  noFile: (path: string) =>
    new UserError('image-not-found', {
      en: `There is no file or folder "${path}". Check the path.`,
      ko: `"${path}" 파일이나 폴더가 없습니다. 경로를 확인하세요.`,
    }),
  unreadableFile: (path: string, reason: string) =>
    new UserError('image-unreadable', {
      en: `"${path}" cannot be read (${reason}). Check its permissions and whether it is complete.`,
      ko: `"${path}"을(를) 읽을 수 없습니다(${reason}). 권한과 파일이 온전한지 확인하세요.`,
    }),
  notFound: (name: string) =>
    new UserError('image-not-found', {
      en: `The registry has no "${name}". Check its name and tag; where it is private, check the credentials too, for many registries say the same of what one may not see.`,
      ko: `레지스트리에 "${name}"이(가) 없습니다. 이름과 태그를 확인하세요. 비공개 이미지라면 자격 증명도 확인하세요. 권한이 없을 때도 없다고 응답하는 레지스트리가 많습니다.`,
    }),
  denied: (name: string, tried: string | undefined) =>
    new UserError('image-denied', {
      en: `The registry does not let you read "${name}" (${tried === undefined ? 'no credentials were found' : `tried ${tried}`}). Sign in with "docker login" or check the permissions of the account.`,
      ko: `레지스트리가 "${name}" 읽기를 거부했습니다(${tried === undefined ? '자격 증명을 찾지 못함' : `사용한 자격 증명: ${tried}`}). "docker login"으로 로그인하거나 계정의 권한을 확인하세요.`,
    }),
  helper: (name: string, reason: string) =>
    new UserError('image-credential-helper', {
      en: `The credential helper ${name} failed (${reason}). Run it by hand, or take it out of Docker's configuration.`,
      ko: `자격 증명 헬퍼 ${name} 실행에 실패했습니다(${reason}). 직접 실행해 확인하거나 Docker 설정에서 제거하세요.`,
    }),
  ecr: (registry: string, reason: string) =>
    new UserError('image-denied', {
      en: `AWS gave no password for ${registry} (${reason}). Check the AWS credentials; they need ecr:GetAuthorizationToken.`,
      ko: `AWS에서 ${registry}의 비밀번호를 발급받지 못했습니다(${reason}). AWS 자격 증명을 확인하세요. ecr:GetAuthorizationToken 권한이 필요합니다.`,
    }),
  limited: (registry: string) =>
    new UserError('image-rate-limited', {
      en: `${registry} takes no more requests for now. Try again later, or sign in: registries give more to those they know.`,
      ko: `${registry}의 요청 한도를 초과했습니다. 나중에 다시 시도하거나 로그인하세요. 로그인하면 한도가 늘어나는 레지스트리가 많습니다.`,
    }),
  answer: (registry: string, status: number, said: string) =>
    new UserError('image-registry', {
      en: `${registry} answered with ${status}${said === '' ? '' : ` (${said})`}. Check that it is a container registry and that it works.`,
      ko: `${registry}에서 ${status} 응답을 받았습니다${said === '' ? '' : `(${said})`}. 컨테이너 레지스트리가 맞는지, 정상 동작하는지 확인하세요.`,
    }),
  unreachable: (registry: string, reason: string, cause: unknown) =>
    new UserError(
      'image-unreachable',
      {
        en: `${registry} cannot be reached (${reason}). Check the name, the network and any proxy.`,
        ko: `${registry}에 연결할 수 없습니다(${reason}). 이름과 네트워크, 프록시 설정을 확인하세요.`,
      },
      { cause },
    ),
  tls: (registry: string, reason: string, cause: unknown) =>
    new UserError(
      'image-tls',
      {
        en: `The certificate of ${registry} is not trusted (${reason}). Give the certificate of its authority, or name the registry as one to speak to without TLS.`,
        ko: `${registry}의 인증서를 신뢰할 수 없습니다(${reason}). 인증 기관의 인증서를 지정하거나, TLS 없이 통신할 레지스트리로 지정하세요.`,
      },
      { cause },
    ),
  digest: (what: string, expected: string, found: string) =>
    new UserError('image-digest', {
      en: `${what} is not what its digest says: ${expected} was expected, ${found} came. It was damaged or tampered with; get it anew.`,
      ko: `${what}의 내용이 다이제스트와 다릅니다(예상: ${expected}, 실제: ${found}). 손상되었거나 변조되었으므로 다시 받으세요.`,
    }),
  malformed: (name: string, reason: string) =>
    new UserError('image-malformed', {
      en: `"${name}" is malformed: ${reason}. Make or pull it anew.`,
      ko: `"${name}"의 형식이 잘못되었습니다(${reason}). 다시 만들거나 다시 받으세요.`,
    }),
  noImage: (name: string, kind: string) =>
    new UserError('image-not-an-image', {
      en: `"${name}" is no container image but ${kind}. Name an image.`,
      ko: `"${name}"은(는) 컨테이너 이미지가 아닙니다(종류: ${kind}). 이미지를 지정하세요.`,
    }),
  platform: (name: string, wanted: string, there: readonly string[]) =>
    new UserError('image-platform', {
      en: `"${name}" is not there for ${wanted}. There are: ${there.join(', ') || 'none'}.`,
      ko: `"${name}"에는 ${wanted} 플랫폼용 이미지가 없습니다. 있는 플랫폼: ${there.join(', ') || '없음'}.`,
    }),
  platformForm: (text: string) =>
    new UserError('image-platform', {
      en: `"${text}" is no platform. Give one such as linux/amd64 or linux/arm64/v8.`,
      ko: `"${text}"은(는) 플랫폼 형식이 아닙니다. linux/amd64 또는 linux/arm64/v8과 같이 입력하세요.`,
    }),
  several: (name: string, there: readonly string[]) =>
    new UserError('image-ambiguous', {
      en: `"${name}" holds several images: ${there.join(', ')}. Name one behind a colon, as in archive:FILE:NAME or oci:FOLDER:NAME.`,
      ko: `"${name}"에 이미지가 여러 개 있습니다: ${there.join(', ')}. archive:파일:이름 또는 oci:폴더:이름과 같이 하나를 지정하세요.`,
    }),
  tooLarge: (what: string, most: number) =>
    new UserError('image-too-large', {
      en: `${what} is larger than ${most} bytes and is not read.`,
      ko: `${what}의 크기가 ${most}바이트를 넘어 읽지 않습니다.`,
    }),
};
