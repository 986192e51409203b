import type { Json } from '../../../model/index.ts';
import type { FileEntry, FileReader, Reading } from '../../files/types.ts';

/** Why a file is worth being told. */
export type FileReason =
  | 'setuid'
  | 'setgid'
  | 'world-writable'
  | 'credential-file'
  | 'package-cache'
  | 'version-control'
  | 'build-leftover'
  | 'shell-history'
  | 'ssh-host-key'
  | 'authorized-keys'
  | 'ssh-server'
  | 'container-socket'
  | 'sudo'
  | 'package-manager';

/** One file, or one folder with how much lies below it. */
export type NotableFile = {
  path: string;
  reason: FileReason;
  layer?: string;
  /** It was removed or replaced later, and is still in the image. */
  hidden?: true;
  type: FileEntry['type'];
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Files below the folder, where `path` is one that was put together. */
  files?: number;
};

type FileReading = {
  reasons: FileReason[];
  type: FileEntry['type'];
  mode: number;
  uid: number;
  gid: number;
  size: number;
  folder?: string;
};

/** Most files and folders told of one image; the list is then marked as incomplete. */
export const MAX_NOTABLE = 5000;

/** Names that are credentials wherever they lie. */
const credentialNames = new Set([
  '.dockercfg',
  '.env',
  '.git-credentials',
  '.htpasswd',
  '.my.cnf',
  '.netrc',
  '.pgpass',
  '.pypirc',
  '.s3cfg',
  '.vault-token',
  'accesstokens.json',
  'application_default_credentials.json',
  'credential',
  'credential.json',
  'credentials',
  'credentials.json',
  'credentials.tfrc.json',
  'credentials.xml',
  'credentials.yml.enc',
  'id_dsa',
  'id_ecdsa',
  'id_ed25519',
  'id_rsa',
  'kubeconfig',
  'master.key',
  'password.txt',
  'passwords.txt',
  'secret_token.rb',
  'secrets.json',
  'secrets.yaml',
  'secrets.yml',
  'service-account.json',
  'terraform.tfstate',
]);
/** Ends of names of key stores, password safes, VPN profiles and the like. */
const credentialEndings =
  /\.(?:agilekeychain|bek|cscfg|fve|gnucash|jks|kdbx|keychain|keystore|ovpn|p12|pcap|pfx|pkcs12|ppk|private_key|psafe3|rdp|secret|tfstate|tpm)$/;
/** Names of variants: `.env.production`, but no `.env.example`. */
const environmentFile = /^\.env\.(?!(?:example|sample|template|dist|defaults?|tpl)$)[\w.-]{1,40}$/;
/** Files whose folder says what they are. */
const credentialPaths =
  /(?:^|\/)(?:\.docker\/config\.json|\.kube\/config|\.aws\/(?:credentials|config)|\.config\/gcloud\/(?:credentials\.db|access_tokens\.db|legacy_credentials\/.*)|\.azure\/(?:msal_token_cache\.\w+|service_principal_entries\.\w+)|\.config\/gh\/hosts\.yml|\.m2\/settings(?:-security)?\.xml|\.gem\/credentials|\.cargo\/credentials(?:\.toml)?|\.ssh\/identity|config\/database\.yml)$/;

/** Folders of libraries: what lies there came with a package and holds examples more often than secrets. */
const libraryFolders =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|vendor|pkg\/mod|jvm|\.cargo\/registry|\.m2\/repository)\//;
/** Those of a system, by where they lie in it. */
const systemFolders =
  /^usr\/(?:local\/)?(?:share|lib|lib64|libexec|src|include|go)\/|^opt\/[^/]+\/lib\/(?:ruby|python|perl)|^(?:lib|lib64)\//;

/** Folders of caches that package managers leave behind; each is told once. */
const caches =
  /^(?:var\/lib\/apt\/lists|var\/cache\/apt\/archives|var\/cache\/apk|var\/cache\/(?:yum|dnf|libdnf5|zypp|tdnf)|var\/cache\/pacman\/pkg|(?:root|home\/[^/]+|app|usr\/local\/share)\/\.(?:cache\/(?:pip|yarn|go-build|uv|pypoetry|composer|node-gyp|pnpm)|npm\/_cacache|composer\/cache|gradle\/caches|m2\/repository|cargo\/registry\/cache)|usr\/local\/share\/\.cache\/yarn)(?=\/)/;
/** What package managers keep in those folders even when they are clean. */
const cacheUse = /(?:^|\/)(?:lock|partial|auxfiles|\.keep|\.gitkeep|installed)$/;

const leftoverNames = new Set([
  'dockerfile',
  'containerfile',
  'docker-compose.yml',
  'docker-compose.yaml',
  'compose.yaml',
  '.dockerignore',
  '.vimrc',
  '.gitlab-ci.yml',
  'jenkinsfile',
]);
const leftoverFolders =
  /^(?:tmp|var\/tmp)(?=\/)|(?:^|\/)\.(?:vscode|idea|cache|npm|pytest_cache|mypy_cache|svn|hg)(?=\/)/;
const dependencies = /(?:^|\/)(?:node_modules|vendor|site-packages|dist-packages|gems)\//;
const histories = new Set([
  '.ash_history',
  '.bash_history',
  '.mysql_history',
  '.node_repl_history',
  '.psql_history',
  '.python_history',
  '.rediscli_history',
  '.sh_history',
  '.sqlite_history',
  '.zsh_history',
]);

const programs: Record<string, FileReason> = {
  sshd: 'ssh-server',
  dropbear: 'ssh-server',
  sudo: 'sudo',
  doas: 'sudo',
  'apt-get': 'package-manager',
  apk: 'package-manager',
  dnf: 'package-manager',
  dnf5: 'package-manager',
  microdnf: 'package-manager',
  tdnf: 'package-manager',
  yum: 'package-manager',
  zypper: 'package-manager',
  pacman: 'package-manager',
};
const programFolder = /^(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/;

/** Tells files by how they may be used and what they are called; their content is not looked at. */
export const notableFilesReader: FileReader<FileReading & Json> = {
  id: 'notable-files',
  version: 1,
  wants: (entry) => (reasonsOf(entry) === undefined ? undefined : 0),
  read(entry) {
    const told = reasonsOf(entry);
    if (told === undefined) return undefined;
    const { type, mode, uid, gid, size } = entry;
    return { ...told, type, mode, uid, gid, size };
  },
};

/** Why an entry is notable, and the folder under which it is told; undefined where it is not. */
export function reasonsOf(entry: FileEntry): { reasons: FileReason[]; folder?: string } | undefined {
  const { path, type, mode } = entry;
  const reasons: FileReason[] = [];
  if (type === 'file' || type === 'hardlink') {
    if (mode & 0o4000) reasons.push('setuid');
    if (mode & 0o2000 && mode & 0o010) reasons.push('setgid');
    if (mode & 0o002) reasons.push('world-writable');
  } else if (type === 'directory') {
    // The sticky bit keeps others from replacing what is there.
    if (mode & 0o002 && (mode & 0o1000) === 0) return { reasons: ['world-writable'] };
    return undefined;
  } else if (type === 'socket') {
    return /(?:^|\/)(?:docker|containerd|podman|crio)\.sock$/.test(path)
      ? { reasons: ['container-socket'] }
      : undefined;
  } else if (type !== 'symlink') return undefined;

  const name = path.slice(path.lastIndexOf('/') + 1);
  if (Object.hasOwn(programs, name) && programFolder.test(path)) reasons.push(programs[name] as FileReason);
  if (type === 'symlink') {
    if (/(?:^|\/)(?:docker|containerd)\.sock$/.test(path)) reasons.push('container-socket');
    return reasons.length === 0 ? undefined : { reasons };
  }
  if (/(?:^|\/)(?:docker|containerd)\.sock$/.test(path)) reasons.push('container-socket');
  if (isCredential(entry, name)) reasons.push('credential-file');
  if (histories.has(name)) reasons.push('shell-history');
  if (/(?:^|\/)ssh_host_\w{2,10}_key$/.test(path)) reasons.push('ssh-host-key');
  if (/(?:^|\/)\.ssh\/authorized_keys2?$/.test(path)) reasons.push('authorized-keys');
  const folder = caches.exec(path)?.[0];
  if (folder !== undefined) {
    if (!cacheUse.test(path)) return { reasons: [...reasons, 'package-cache'], folder };
  } else if (!dependencies.test(path)) {
    const repository = path.lastIndexOf('.git/');
    if (repository >= 0 && (repository === 0 || path[repository - 1] === '/')) {
      return { reasons: [...reasons, 'version-control'], folder: path.slice(0, repository + 4) };
    }
    const left = leftoverFolders.exec(path);
    if (left !== null)
      return { reasons: [...reasons, 'build-leftover'], folder: path.slice(0, left.index + left[0].length) };
    if (leftoverNames.has(name.toLowerCase()) && !libraryFolders.test(path)) reasons.push('build-leftover');
  }
  return reasons.length === 0 ? undefined : { reasons };
}

function isCredential({ path, size, type }: FileEntry, name: string): boolean {
  if (type !== 'file' || size === 0) return false;
  const lower = name.toLowerCase();
  const named =
    credentialNames.has(lower) ||
    credentialEndings.test(lower) ||
    environmentFile.test(lower) ||
    credentialPaths.test(path);
  return named && !libraryFolders.test(path);
}

/**
 * The notable files of a tree. What fills a folder (a cache, a repository) is one element with its count and size. Of files that a later layer took away,
 * only those that may hold a secret are told.
 */
export function notableFilesOf(readings: readonly Reading[]): NotableFile[] {
  const found: NotableFile[] = [];
  const folders = new Map<string, NotableFile>();
  for (const { reader, path, layer, hidden, value } of readings) {
    if (reader !== notableFilesReader.id) continue;
    const { reasons, folder, ...entry } = value as FileReading;
    for (const reason of reasons) {
      const collected =
        folder !== undefined &&
        (reason === 'package-cache' || reason === 'version-control' || reason === 'build-leftover');
      if (hidden === true && reason !== 'credential-file' && reason !== 'shell-history' && reason !== 'ssh-host-key')
        continue;
      const place = { ...(layer === undefined ? {} : { layer }), ...(hidden === true ? { hidden } : {}) };
      if (!collected) {
        found.push({ path, reason, ...place, ...entry });
        continue;
      }
      const key = `${reason} ${folder}`;
      const known = folders.get(key);
      if (known === undefined) {
        const whole: NotableFile = { path: folder, reason, ...place, ...entry, type: 'directory', mode: 0, files: 1 };
        folders.set(key, whole);
        found.push(whole);
      } else {
        known.files = (known.files ?? 0) + 1;
        known.size += entry.size;
      }
    }
  }
  return found.sort((a, b) => (a.path === b.path ? (a.reason < b.reason ? -1 : 1) : a.path < b.path ? -1 : 1));
}

/** What is read: the root of a system, or a folder of somebody's sources. */
export type Tree = 'system' | 'sources';

/**
 * True for a path below a folder of libraries or of the distribution's own files. In sources a folder `lib` is the project's own.
 */
export function isLibraryPath(path: string, tree: Tree = 'system'): boolean {
  return libraryFolders.test(path) || (tree === 'system' && systemFolders.test(path));
}
