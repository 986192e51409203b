import type { CallError, Json } from '../../../model/index.ts';
import { entropyOf, findSecrets, type RedactionKey, secretMark } from '../../../platform/redaction/index.ts';
import type { FileEntry, FileReader, Reading } from '../../files/types.ts';
import type { ImageConfig } from '../types.ts';
import { isLibraryPath, type Tree } from './notable-files.ts';
import { commandsOf } from './shell.ts';

/** A secret that lies in an image; its value is never kept. */
export type ImageSecret = {
  where: 'file' | 'env' | 'history' | 'label';
  /** Path of the file, or name of the variable, label or build argument. */
  name: string;
  detector: string;
  masked: string;
  hmac: string;
  /** Line of the file, counted from 1. */
  line?: number;
  /** Position in the history. */
  step?: number;
  layer?: string;
  /** The file was removed or replaced later, and is still in the image. */
  hidden?: true;
};

type FileSecret = Pick<ImageSecret, 'detector' | 'masked' | 'hmac'> & { line: number };
type SecretReading = { secrets: FileSecret[]; skipped?: true };

/** Raised whenever the same file would be read otherwise. */
const FORM = 1;
/** Largest file that is searched, and largest file of settings. */
const MAX_FILE = 1024 * 1024;
const MAX_SETTINGS = 8 * 1024 * 1024;
/** Most secrets told of one file, and of one image. */
const MAX_OF_FILE = 20;
/** Longest text of one instruction that is searched. */
const MAX_HISTORY = 64 * 1024;
export const MAX_SECRETS = 2000;
/** Most values that are masked one by one in a configuration. */
const MAX_MASKS = 500;

/** Kinds of files that hold no text, or text in which nobody keeps a secret. */
const noText =
  /\.(?:7z|a|avi|bin|bmp|br|bz2|class|crt|css|deb|dll|dylib|eot|exe|gif|gmo|gz|h|hpp|ico|jar|jpe?g|jsa|lib|mo|mp[34]|node|o|otf|pdf|png|po|pot|pyc|pyd|pyo|rpm|so|svg|tar|tgz|tiff?|ttf|typelib|wasm|webp|whl|woff2?|xz|zip|zst)$|\.so\.[\d.]+$/i;
/** Folders in which a distribution keeps texts of its own. */
const distributionText =
  /^(?:usr\/share\/(?:doc|man|info|locale|i18n|zoneinfo|perl|perl5|common-licenses|mime|terminfo|unicode|X11|bash-completion|zsh|vim|fonts|icons|licenses|gtk-doc|help)|usr\/lib\/(?:locale|terminfo|gconv)|var\/lib\/(?:dpkg|apt|rpm|pacman)|lib\/apk|usr\/lib\/sysimage|var\/cache|var\/log|etc\/(?:ssl\/certs|pki\/ca-trust|pki\/tls\/certs|alternatives)|usr\/include|proc|sys|dev)\//;
/** Folders of libraries that hold made-up keys. */
const examples =
  /\/(?:tests?|testdata|test-data|__tests__|spec|specs|fixtures?|examples?|samples?|demos?|docs?|doc|documentation|mocks?|benchmarks?)\//i;
/** Kinds of files in which names are given values by hand. */
const settings =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|\.netrc|\.pgpass|\.my\.cnf|\.s3cfg|Dockerfile|wp-config\.php|settings\.py|\.bash(?:rc|_profile|_history)|\.profile|\.zshrc)$|\.(?:env|properties|ini|conf|cfg|cnf|config|ya?ml|json|toml|xml|sh|tfvars|tfstate|hcl|plist|ps1)$/;

/**
 * What one of the formats begins with or holds: a text without any of these holds no secret that a format tells.
 * It stands first because it goes through every text of an image.
 */
const hint =
  /PRIVATE KEY|A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{4}|gh[pousr]_|github_pat_|gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt|oas)-|xox[abeoprs]-|xapp-\d|hooks\.slack|[sr]k_(?:live|test)_|AIza|GOCSPX-|ya29\.|AccountKey=|SharedAccessKey=|\dQ~|[Ss][Ii][Gg]=|sk-[a-z0-9A-Z]|hf_[A-Za-z0-9]{8}|npm_[A-Za-z0-9]{8}|pypi-AgE|dckr_|do[opr]_v1_|SG\.[A-Za-z0-9]|SK[a-f0-9]{8}|hv[sbr]\.|:AA[A-Za-z0-9_-]{8}|eyJ[A-Za-z0-9_-]{8}|:\/\/[^\s/@:"'<>]{0,64}:[^\s/@"'<>]{1,64}@|aws_secret|(?:password|pwd)=/;

/** Formats that are looked for in libraries too: those that no example or test is likely to hold. */
const certain = new Set([
  'aws-access-key-id',
  'github-token',
  'gitlab-token',
  'slack-token',
  'slack-webhook',
  'npm-token',
  'pypi-token',
  'docker-token',
  'digitalocean-token',
  'huggingface-token',
  'anthropic-key',
  'vault-token',
]);

/** Reads secrets out of texts. `key`: the installation's, for the marks by which equal secrets are told. */
export function secretsReader(key: RedactionKey, tree: Tree = 'system'): FileReader<SecretReading & Json> {
  // Marks made by another key are not to be taken from what was kept of a layer.
  const keyMark = Number.parseInt(secretMark('', key).hmac.slice(0, 8), 16);
  return {
    id: 'secrets',
    version: 2 ** 32 * FORM + keyMark,
    wants(entry) {
      if (!isSearched(entry, tree)) return undefined;
      if (entry.size <= MAX_FILE) return MAX_FILE;
      if (isLibraryPath(entry.path, tree) || !settings.test(entry.path)) return undefined;
      return entry.size <= MAX_SETTINGS ? MAX_SETTINGS : 0;
    },
    sniff: (head) => !head.includes(0),
    read(entry, content) {
      if (entry.size > MAX_SETTINGS) return { secrets: [], skipped: true };
      const secrets = secretsInFile(entry.path, content, key, tree);
      return secrets.length === 0 ? undefined : { secrets };
    },
  };
}

function isSearched({ type, path, size }: FileEntry, tree: Tree): boolean {
  if (type !== 'file' || size < 8 || noText.test(path)) return false;
  return tree === 'sources' || !distributionText.test(path);
}

function secretsInFile(path: string, content: Uint8Array, key: RedactionKey, tree: Tree): FileSecret[] {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  const library = isLibraryPath(path, tree);
  if (library && examples.test(path)) return [];
  const assignments = !library && settings.test(path);
  if (!assignments && !hint.test(text)) return [];
  const found: FileSecret[] = [];
  const lines = lineCounter(text);
  for (const { detector, index, value, name } of findSecrets(text, { assignments, most: 200 })) {
    if (found.length >= MAX_OF_FILE) break;
    if (library && !certain.has(detector)) continue;
    if (detector === 'private-key' && !hasKeyBody(text, index + value.length)) continue;
    if (name !== undefined && (harmlessName.test(name) || !looksMade(value) || isExample(path, text, index))) continue;
    if (isPlaceholder(value) || (detector === 'connection-string' && isExampleHost(text, index + value.length)))
      continue;
    // Of a key the head is the same for all: what tells it apart is what follows.
    const whole = detector === 'private-key' ? text.slice(index, index + 4096) : value;
    found.push({ detector, ...secretMark(whole, key), line: lines(index) });
  }
  return found;
}

/** Programs that read keys hold the head of one; a key goes on. */
function hasKeyBody(text: string, from: number): boolean {
  return /^(?:\s|\\n|\\r|"|[A-Za-z-]+: [^\n]*\n)*[A-Za-z0-9+/=]{32}/.test(text.slice(from, from + 600));
}

/** A value that only its name calls a secret has to look like one: no plain word, no name of something else. */
function looksMade(value: string): boolean {
  if (value.length < 6 || /[(){}[\]$]/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return kinds >= 2 && !/^[a-z]+(?:[._-][a-z]+)*$/i.test(value) && entropyOf(value) >= 2.5;
}

/** Settings that a distribution brings show by comments what could be set. */
function isExample(path: string, text: string, index: number): boolean {
  if (!path.startsWith('etc/')) return false;
  return /^\s*(?:#|;|\/\/|!|--|<!--)/.test(text.slice(text.lastIndexOf('\n', index) + 1, index));
}

/** What stands in documentation and templates for a secret. */
function isPlaceholder(value: string): boolean {
  return /(?:x{4,}|\*{3,}|\.\.\.|example|placeholder|change[_-]?me|your[_-]|redacted|dummy|insert|<[^>]*>|username:password@|user:pass(?:word)?@|:pass(?:word)?@)/i.test(
    value,
  );
}

/** Addresses of documentation: https://www.rfc-editor.org/rfc/rfc2606 and what people write for any host. */
function isExampleHost(text: string, from: number): boolean {
  return /^(?:[\w.-]*\bexample\b|[\w.-]*\.(?:invalid|test)\b|(?:my|your|some)?-?(?:host|hostname|server|domain)\b(?![.-]))/i.test(
    text.slice(from, from + 100),
  );
}

function lineCounter(text: string): (index: number) => number {
  let line = 1;
  let at = 0;
  return (index) => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < index; next = text.indexOf('\n', at)) {
      line += 1;
      at = next + 1;
    }
    return line;
  };
}

/** The secrets that files hold, of a whole tree. */
export function secretsInFiles(readings: readonly Reading[]): ImageSecret[] {
  return readings.flatMap(({ reader, path, layer, hidden, value }) => {
    if (reader !== 'secrets') return [];
    const place = { ...(layer === undefined ? {} : { layer }), ...(hidden === true ? { hidden } : {}) };
    return (value as SecretReading).secrets.map((secret) => ({
      where: 'file' as const,
      name: path,
      ...secret,
      ...place,
    }));
  });
}

/** Why the list of secrets in files may not be whole; undefined where nothing was left out that should have been searched. */
export function secretsSkipped(readings: readonly Reading[]): CallError | undefined {
  const first = readings.find(({ reader, value }) => reader === 'secrets' && (value as SecretReading).skipped === true);
  return first === undefined
    ? undefined
    : { code: 'TooLarge', message: `${first.path}: larger than ${MAX_SETTINGS} bytes` };
}

/** Names whose values are secrets: of variables, build arguments and options. */
const secretName =
  /(?<!\b(?:by|com|tres|over|sur))pass(?:w|$|[_.-]|phrase|code)|(?:^|[_.-])(?:pass|pwd|pw|pat)(?:$|[_.-])|pwd$|secret|token|credential|(?:^|[_.-])(?:key|access)(?:$|[_.-])|(?:api|access|auth|private|signing|encryption|master|account|shared)[_.-]?key/i;
/** Names that speak of a secret and hold something else: where it lies, how long it lives, or a key that is public. */
const harmlessName =
  /(?:^|[_.-])(?:gpg|pgp|public|pub|fingerprint|host|keyring|keyserver|signing_?keys?|release)(?:[_.-]?keys?)?(?:$|[_.-])|keys$|gpgkey|(?:_|-|\b)(?:arn|name|id|ids|url|uri|path|file|dir|home|ttl|length|size|expir\w{0,10}|policy|enabled|timeout|version|type|header|region|format|algorithm|log|mode|user|count|max|min|command|askpass|encryption|hash|hashing|hasher|encoder|strength|validators?|field|label|prompt|pattern|regex|class|provider|manager|store|service|endpoint)$/i;
/** A value that points at a secret, or is none. */
const reference =
  /^(?:\$\{?\w|\$\(|`|<|\{\{|arn:|\/(?:run\/secrets|etc|var|run|usr|tmp|mnt|root|home|app|opt|proc)\/|file:|(?:true|false|yes|no|on|off|none|null|\d{1,3})$)/i;
/** By which a public key is fetched: https://www.rfc-editor.org/rfc/rfc9580, of version 4, or its last 16 digits. */
const fingerprint = /^(?:0x)?(?:[0-9A-F]{16}|[0-9A-F]{40})$/;
/** A password may be but a few digits. */
const passwordName = /pass(?:word|wd|phrase|code)?$|pwd$/i;

/** One secret of a variable or of a command of the history. */
interface NamedSecret {
  name: string;
  value: string;
  detector: string;
}

/** The secret that a variable holds, told by its name or by its form; undefined where nothing speaks for one. */
export function secretOfVariable(name: string, value: string): NamedSecret | undefined {
  if (value === '') return undefined;
  if (reference.test(value) && !(/^\d+$/.test(value) && passwordName.test(name) && isSecretName(name)))
    return undefined;
  const [formed] = findSecrets(value, { most: 1 });
  if (formed !== undefined) return { name, value: formed.value, detector: formed.detector };
  if (!isSecretName(name) || (/key$/i.test(name) && fingerprint.test(value))) return undefined;
  return { name, value, detector: /pass|pwd|(?:^|[_.-])pw(?:$|[_.-])/i.test(name) ? 'password' : 'generic-secret' };
}

function isSecretName(name: string): boolean {
  return secretName.test(name) && !harmlessName.test(name);
}

/** Names that speak of a secret and of nothing else; `key` and `access` alone have other meanings too. */
const plainName = /secret|token|credential|[a-z][_.-]?key/i;

/** The secret that a label holds: labels have any names, so one called `key` or `access` has to look like a secret. */
function secretOfLabel(name: string, value: string): NamedSecret | undefined {
  const secret = secretOfVariable(name, value);
  return secret?.detector === 'generic-secret' && !plainName.test(name) && !looksMade(value) ? undefined : secret;
}

const assignmentWord = /^-{0,2}([A-Za-z_][\w.-]{0,127})=([\s\S]*)$/;

/** The secrets that one instruction of a history shows. */
export function secretsInStep(text: string): NamedSecret[] {
  const found = new Map<string, NamedSecret>();
  const read = /^LABEL\s/.test(text) ? secretOfLabel : secretOfVariable;
  for (const words of commandsOf(text)) {
    for (const [position, word] of words.entries()) {
      const [, name, value] = assignmentWord.exec(word) ?? [];
      const secret =
        name !== undefined && value !== undefined
          ? read(name, value)
          : // `ENV NAME value`, the form without a sign of equality.
            position === 1 && words[0] === 'ENV' && words.length === 3
            ? secretOfVariable(word, words[2] as string)
            : undefined;
      if (secret !== undefined) found.set(secret.value, secret);
    }
  }
  for (const { detector, value } of findSecrets(text, { most: 50 })) {
    if (!isPlaceholder(value) && ![...found.keys()].some((known) => known.includes(value) || value.includes(known))) {
      found.set(value, { name: '', value, detector });
    }
  }
  return [...found.values()];
}

/** What the configuration of an image shows, and the configuration with those values masked. */
export function secretsInConfig(
  config: ImageConfig,
  key: RedactionKey,
): { secrets: ImageSecret[]; config: ImageConfig } {
  const secrets: ImageSecret[] = [];
  const masks = new Map<string, string>();
  const note = (where: ImageSecret['where'], { name, value, detector }: NamedSecret, step?: number) => {
    const mark = secretMark(value, key);
    masks.set(value, mark.masked);
    // One more than are told, so that the list shows that it is not whole.
    if (secrets.length <= MAX_SECRETS)
      secrets.push({ where, name, detector, ...mark, ...(step === undefined ? {} : { step }) });
  };
  for (const variable of strings(config.config?.Env)) {
    const sign = variable.indexOf('=');
    const secret = sign < 0 ? undefined : secretOfVariable(variable.slice(0, sign), variable.slice(sign + 1));
    if (secret !== undefined) note('env', secret);
  }
  for (const [name, value] of Object.entries(config.config?.Labels ?? {})) {
    const secret = typeof value === 'string' ? secretOfLabel(name, value) : undefined;
    if (secret !== undefined) note('label', secret);
  }
  for (const [step, entry] of (Array.isArray(config.history) ? config.history : []).entries()) {
    for (const text of [entry?.created_by, entry?.comment]) {
      if (typeof text === 'string')
        for (const secret of secretsInStep(historyText(text))) note('history', secret, step);
    }
  }
  for (const list of [
    config.config?.Cmd,
    config.config?.Entrypoint,
    config.config?.Healthcheck?.Test,
    config.config?.OnBuild,
  ]) {
    for (const secret of secretsInStep(strings(list).join(' '))) note('env', secret);
  }
  if (masks.size === 0) return { secrets, config };
  return {
    secrets,
    config: masks.size > MAX_MASKS ? withoutTexts(config) : (masked(config as Json, masksOf(masks)) as ImageConfig),
  };
}

/** The secrets that annotations of a manifest show, and the annotations with those values masked. */
export function secretsInAnnotations(
  annotations: Readonly<Record<string, string>>,
  key: RedactionKey,
): { secrets: ImageSecret[]; annotations: Record<string, string> } {
  const secrets: ImageSecret[] = [];
  const kept = Object.entries(annotations).map(([name, value]): [string, string] => {
    const secret = secretOfLabel(name, value);
    if (secret === undefined) return [name, value];
    const mark = secretMark(secret.value, key);
    secrets.push({ where: 'label', name, detector: secret.detector, ...mark });
    return [name, value.replaceAll(secret.value, () => mark.masked)];
  });
  return { secrets, annotations: Object.fromEntries(kept) };
}

/** A history's text without what builders put around it, which is neither a comment nor a word of the command. */
function historyText(text: string): string {
  return text
    .slice(0, MAX_HISTORY)
    .replace(/\s*# buildkit\s*$/, '')
    .replace(/^(?:\S+ -c )?#\(nop\)\s*/, '')
    .replace(/^(?:RUN\s+)?(?:\|\d{1,3}\s)?(?:\/[\w/.-]{1,60}sh -c\s)?/, '');
}

/** Of a configuration that is little but secrets only what no builder writes by hand is kept: to mask each of them everywhere would take too long. */
function withoutTexts({ config, history, rootfs, os, architecture, variant, created }: ImageConfig): ImageConfig {
  const { User, ExposedPorts, Volumes } = config ?? {};
  const steps = (Array.isArray(history) ? history : []).map((entry) => ({
    created_by: '…',
    empty_layer: entry?.empty_layer === true,
  }));
  return JSON.parse(
    JSON.stringify({
      os,
      architecture,
      variant,
      created,
      rootfs,
      config: { User, ExposedPorts, Volumes },
      history: steps,
    }),
  ) as ImageConfig;
}

type Mask = (text: string) => string;

/** Replaces every value, the longest first, wherever it stands. */
function masksOf(masks: ReadonlyMap<string, string>): Mask {
  const ordered = [...masks].sort(([a], [b]) => b.length - a.length);
  return (text) => {
    let result = text;
    for (const [value, mask] of ordered) {
      // A short value may stand inside other words: there only its assignments are replaced.
      if (value.length < 6) {
        result = result.replaceAll(`=${value}`, () => `=${mask}`).replaceAll(` ${value}`, () => ` ${mask}`);
        continue;
      }
      result = result.replaceAll(value, () => mask);
      // In a history a value may stand with its quotes escaped.
      const escaped = JSON.stringify(value).slice(1, -1);
      if (escaped !== value) result = result.replaceAll(escaped, () => mask);
    }
    return result;
  };
}

function masked(value: Json, mask: Mask, depth = 0): Json {
  if (typeof value === 'string') return mask(value);
  if (depth > 12) return null;
  if (Array.isArray(value)) return value.map((one) => masked(one, mask, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, mask, depth + 1)]));
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
