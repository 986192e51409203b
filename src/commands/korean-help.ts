/** Korean for every text of the command line's help, by its English. A test fails on a missing or surplus one. */
export const koreanHelp: Readonly<Record<string, string>> = {
  'Cloud-native security: cloud, cluster, container, code. Self-hosted.':
    '클라우드 네이티브 보안: 클라우드, 클러스터, 컨테이너, 코드. 직접 설치해 운영합니다.',
  'output the version number': '버전을 표시합니다',
  'display help for command': '도움말을 표시합니다',
  'collect, judge, and print what is wrong': '수집하고 판정하여 취약한 항목을 보여줍니다',
  'collect an AWS account or organisation and judge it': 'AWS 계정 또는 조직을 수집하고 판정합니다',
  'judge a recording; needs no cloud': '수집 기록을 판정합니다. 클라우드 연결이 필요 없습니다',
  'look for attacks in logs': '로그에서 공격을 찾습니다',
  'file, folder or s3://bucket/prefix': '파일, 폴더 또는 s3://버킷/접두사',
  'the kind of log, where it is not to be told from the records': '로그 종류. 지정하지 않으면 기록을 보고 판단합니다',
  'judge by the detections in this folder too (Sigma)': '이 폴더의 탐지 규칙(Sigma)도 함께 사용합니다',
  'how to print the incidents': '인시던트의 출력 형식',
  'exit with 1 where an incident is this bad or worse': '이 심각도 이상의 인시던트가 있으면 종료 코드 1로 끝납니다',
  'leave out alerts that are less bad': '이 심각도보다 낮은 경보는 제외합니다',
  'folder of data on addresses and domains: MMDB, cloud ranges, lists; see docs/logs.md':
    '주소와 도메인 정보 폴더: MMDB, 클라우드 대역, 목록(docs/ko/logs.md 참고)',
  'values of a list that detections ask: trusted_automation=ci,deploy':
    '탐지 규칙이 사용하는 목록의 값: trusted_automation=ci,deploy',
  'how much later than others an event may come (60m)': '이벤트가 늦게 도착해도 되는 시간(60m)',
  'whose hours and weekdays detections mean; else those of this machine':
    '탐지 규칙의 시각과 요일 기준 시간대. 지정하지 않으면 이 컴퓨터의 시간대를 사용합니다',
  'run the console, the API and scheduled scans': '콘솔, API, 예약 스캔을 실행합니다',
  'what a cloud has to allow before it can be looked at': '클라우드를 점검하기 위해 허용해야 하는 권한을 보여줍니다',
  'print the least-privilege policy that collecting takes': '수집에 필요한 최소 권한 정책을 출력합니다',
  'what is judged, and how to test controls of your own': '점검 항목 목록을 보거나 직접 만든 점검 항목을 시험합니다',
  'every control: id, severity, title': '모든 점검 항목: ID, 심각도, 제목',
  'run the tests inside control files': '점검 항목 파일에 들어 있는 시험을 실행합니다',
  'folder that a scan with --facts has written': '--facts 옵션으로 스캔해 만든 폴더',
  'read a container image and judge what is inside': '컨테이너 이미지를 읽고 내용을 판정합니다',
  'reference, archive (docker save, OCI; - for standard input), OCI layout or root folder':
    '이미지 참조, 아카이브(docker save, OCI, 표준 입력은 -), OCI 레이아웃 또는 루트 폴더',
  'reference, archive (docker save, OCI; - for standard input), OCI layout, root folder or SBOM file':
    '이미지 참조, 아카이브(docker save, OCI, 표준 입력은 -), OCI 레이아웃, 루트 폴더 또는 SBOM 파일',
  'read a folder of sources and judge what its lock files declare, and secrets in its files':
    '소스 폴더를 읽고 잠금 파일이 선언한 패키지와 파일 속 비밀정보를 판정합니다',
  'folder of sources; nothing in it is run or changed': '소스 폴더. 실행하거나 변경하지 않습니다',
  'what it is called; else where Git says that it comes from, or its own name':
    '폴더를 부를 이름. 지정하지 않으면 Git 원격 저장소 주소 또는 폴더 이름을 사용합니다',
  'read a Linux server and judge how it is set up': 'Linux 서버를 읽고 설정을 판정합니다',
  'of the system: / for this one, else where the disk of another is mounted':
    '시스템의 루트. 이 서버는 /, 다른 서버의 디스크는 마운트한 폴더',
  'packages of languages too, wherever they lie': '언어별 패키지도 위치와 관계없이 모두 찾습니다',
  'one verdict for a pipeline: 0 goes on, 1 stops': '파이프라인을 위한 판정 하나: 0이면 진행, 1이면 중단',
  'judge an image by a policy': '정책에 따라 이미지를 판정합니다',
  'what an image has to be: YAML, see docs/images.md': '이미지가 갖춰야 할 조건(YAML, docs/ko/images.md 참고)',
  'how to print the verdict': '판정 결과의 출력 형식',
  'write the verdict to this file as JSON': '판정 결과를 이 파일에 JSON으로 씁니다',
  'keep the facts in this folder': '수집 기록을 이 폴더에 보관합니다',
  'of an image for several, the one for this platform: linux/arm64':
    '여러 플랫폼용 이미지에서 읽을 플랫폼(linux/arm64)',
  'certificates (PEM) of private authorities that registries are trusted by':
    '레지스트리를 신뢰할 사설 인증 기관의 인증서(PEM)',
  'ask this registry in place of another first: docker.io=mirror.example':
    '다른 레지스트리 대신 먼저 조회할 미러(docker.io=mirror.example)',
  'speak to these registries without TLS': '이 레지스트리에는 TLS 없이 연결합니다',
  'read every layer anew, also those read before': '이전에 읽은 레이어도 모두 다시 읽습니다',
  'look for malware by the YARA rules in this folder': '이 폴더의 YARA 규칙으로 악성코드를 검사합니다',
  'look for malware by the clamd at this socket or host:port':
    '이 소켓 또는 호스트:포트의 clamd로 악성코드를 검사합니다',
  'advisory database; else HWASEONG_ADVISORIES, or where "db update" puts it':
    '취약점 데이터베이스. 지정하지 않으면 HWASEONG_ADVISORIES 또는 "db update"의 저장 위치를 사용합니다',
  'do not count vulnerabilities that nothing mends yet': '수정 버전이 없는 취약점은 집계하지 않습니다',
  'risks that are taken, with reason and expiry': '사유와 만료일을 적은 예외 목록 파일',
  'VEX documents: OpenVEX, CycloneDX, CSAF': 'VEX 문서: OpenVEX, CycloneDX, CSAF',
  'whose signatures an image has to bear: YAML, see docs/image-trust.md':
    '이미지에 있어야 할 서명을 정한 신뢰 정책: YAML, docs/image-trust.md 참고',
  'walk a container registry and judge it; nothing is changed there':
    '컨테이너 레지스트리를 조회하고 판정합니다. 레지스트리는 변경하지 않습니다',
  'host of a registry, with the part of it that is meant: registry.example.com/team':
    '레지스트리 호스트와 대상 경로(registry.example.com/team)',
  'only these repositories (* stands for any text)': '이 저장소만 점검합니다(*는 임의의 문자열)',
  'what the registry is, where it is not to be asked': '레지스트리 종류. 지정하지 않으면 자동으로 확인합니다',
  'read the tagged images too, and judge what is inside': '태그가 있는 이미지도 읽고 내용을 판정합니다',
  'with --images: only so many of the newest of each repository':
    '--images 사용 시 저장소마다 최신 이미지 이 개수만 읽습니다',
  'facts of an earlier scan: what it read is not read again, and tags are compared with it':
    '이전 스캔의 수집 기록. 이미 읽은 매니페스트는 다시 읽지 않고 태그 변경을 비교합니다',
  'write proposed policies into this folder, with what they would remove':
    '제안 정책과 삭제 대상 목록을 이 폴더에 저장합니다',
  'images of each repository that proposed policies keep': '제안 정책이 저장소마다 보존하는 이미지 수',
  'who is to push, in a proposed repository policy of ECR': 'ECR 리포지토리 정책 제안에서 푸시를 허용할 주체',
  'who is to pull, in the same': 'ECR 리포지토리 정책 제안에서 풀을 허용할 주체',
  'whom the same denies nothing, so that nobody is locked out':
    'ECR 리포지토리 정책 제안에서 거부 대상에서 제외할 비상용 주체',
  'folder of control files': '점검 항목 파일이 있는 폴더',
  'how to print the findings': '취약 항목의 출력 형식',
  'write to a file instead of the terminal': '터미널 대신 파일에 씁니다',
  'exit with 1 where something this bad or worse failed': '이 심각도 이상의 취약 항목이 있으면 종료 코드 1로 끝납니다',
  'judge only by these controls (ids; * stands for any text)': '이 점검 항목만 판정합니다(ID, *는 임의의 문자열)',
  'judge by the controls in this folder too': '이 폴더의 점검 항목도 함께 판정합니다',
  'values of controls, such as the regions allowed: YAML, see docs/controls.md':
    '허용 리전 등 점검 항목의 설정값(YAML, docs/ko/controls.md 참고)',
  'look only at these services (s3 iam ec2 ...)': '이 서비스만 점검합니다(s3 iam ec2 ...)',
  'plain text': '색상 없이 출력합니다',
  'profile of the AWS configuration; else the usual chain of credentials':
    'AWS 설정의 프로필. 지정하지 않으면 기본 자격 증명 순서를 따릅니다',
  'roles to assume, one in each account': '수임할 역할(계정마다 하나)',
  'every active account of the organisation, through a role of this name (OrganizationAccountAccessRole)':
    '조직의 모든 활성 계정을 이 이름의 역할로 점검합니다(OrganizationAccountAccessRole)',
  'shown when a role is assumed': '역할을 수임할 때 제시할 외부 ID',
  'only these regions; else every region that is switched on':
    '이 리전만 점검합니다. 지정하지 않으면 활성화된 모든 리전을 점검합니다',
  'collect every detail, not only what the controls read': '점검 항목이 읽지 않는 세부 정보까지 모두 수집합니다',
  'keep the facts in this folder; an interrupted scan goes on from it':
    '수집 기록을 이 폴더에 보관합니다. 중단된 스캔은 여기서 이어집니다',
  'send the facts to a server, which judges them': '수집 기록을 서버로 보내 판정합니다',
  'API token for --server; else HWASEONG_TOKEN':
    '--server에 사용할 API 토큰. 지정하지 않으면 HWASEONG_TOKEN을 사용합니다',
  'name of the connection on the server': '서버에서 사용할 연결 이름',
  'as a policy document, or as a template of a read-only role': '정책 문서 또는 읽기 전용 역할의 템플릿으로 출력합니다',
  'only for these controls': '이 점검 항목에 필요한 권한만',
  'only for these services': '이 서비스에 필요한 권한만',
  'for the controls in this folder too': '이 폴더의 점검 항목에 필요한 권한도 포함',
  'for every detail that can be collected': '수집할 수 있는 모든 세부 정보에 필요한 권한',
  'account whose principals may assume the role (templates)': '역할을 수임할 수 있는 계정(템플릿)',
  'what they have to show (templates)': '제시해야 하는 외부 ID(템플릿)',
  'as JSON': 'JSON으로 출력합니다',
  'address to listen on': '수신 주소',
  'port to listen on': '수신 포트',
  'folder for everything that is kept (HWASEONG_DATA)': '모든 데이터를 보관하는 폴더(HWASEONG_DATA)',
  'certificate chain (PEM)': '인증서 체인(PEM)',
  'its private key (PEM)': '인증서의 개인 키(PEM)',
  'a reverse proxy on this network speaks TLS for us': '이 네트워크의 리버스 프록시가 TLS를 처리합니다',
  'do not import the sample organisation at the first start': '첫 시작 때 예시 조직을 가져오지 않습니다',
  'print a one-time sign-in link for the first administrator': '첫 관리자의 1회용 로그인 링크를 출력합니다',
  'open the console in the browser': '브라우저에서 콘솔을 엽니다',
  'the database of known vulnerabilities': '알려진 취약점의 데이터베이스를 관리합니다',
  'read the feeds that have changed': '변경된 피드를 읽어 갱신합니다',
  'folder or http(s) address of a mirror; else each feed where its maker publishes it':
    '미러의 폴더 또는 http(s) 주소. 지정하지 않으면 각 피드의 공식 주소에서 받습니다',
  'only these feeds (osv debian ...)': '이 피드만 갱신합니다(osv debian ...)',
  'read also what has not changed': '변경되지 않은 피드도 다시 읽습니다',
  'certificates of private authorities (PEM)': '사설 인증 기관의 인증서(PEM)',
  'feeds, their age, and which ecosystems they cover; exits with 3 where a feed is too old':
    '피드와 기준일, 지원 생태계를 보여줍니다. 오래된 피드가 있으면 종료 코드 3으로 끝납니다',
  'how to print it': '출력 형식',
  'days after which a feed is too old': '피드를 오래된 것으로 보는 일수',
  'write the database to one file, for a place without a network':
    '네트워크가 없는 환경으로 옮길 수 있도록 데이터베이스를 파일 하나에 저장합니다',
  'a file such as hwaseong-advisories.tar.zst, or oci://registry/repository:tag':
    'hwaseong-advisories.tar.zst 같은 파일 또는 oci://레지스트리/저장소:태그',
  'private key to sign it by (Ed25519, PEM)': '서명에 사용할 개인 키(Ed25519, PEM)',
  'take over a database that was exported': '내보낸 데이터베이스를 가져옵니다',
  'what "db export" has written: a file, or oci://registry/repository:tag':
    '"db export"의 결과: 파일 또는 oci://레지스트리/저장소:태그',
  'public key that it has to be signed by (Ed25519, PEM)': '서명을 확인할 공개 키(Ed25519, PEM)',
  '(--help shows what is possible)': '(--help로 사용법을 볼 수 있습니다)',
  'Usage:': '사용법:',
  'Arguments:': '인수:',
  'Options:': '옵션:',
  'Commands:': '명령:',
};
