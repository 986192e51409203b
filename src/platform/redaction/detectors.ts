/** A format that secrets of one maker have. */
interface Detector {
  /** Stable; facts carry it. */
  id: string;
  /** Without nested repetition, so that matching stays linear. */
  pattern: RegExp;
}

/**
 * Formats as their makers document them, the specific before the general: the first that matches names the secret.
 */
const formats: readonly Detector[] = [
  { id: 'private-key', pattern: /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/ },
  { id: 'aws-access-key-id', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/ },
  {
    id: 'aws-secret-access-key',
    pattern: /aws.{0,24}(?:secret|sk).{0,24}[=:]\s{0,4}["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/i,
  },
  { id: 'github-token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}\b|\bgithub_pat_[A-Za-z0-9_]{22,255}\b/ },
  { id: 'gitlab-token', pattern: /\bgl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt|oas)-[A-Za-z0-9_-]{20,255}/ },
  { id: 'slack-token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}|\bxapp-\d-[A-Za-z0-9-]{20,255}/ },
  { id: 'slack-webhook', pattern: /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/+_-]{20,255}/ },
  { id: 'stripe-key', pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}\b/ },
  { id: 'google-api-key', pattern: /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  { id: 'google-oauth-secret', pattern: /\bGOCSPX-[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])|\bya29\.[A-Za-z0-9_-]{20,2048}/ },
  { id: 'azure-storage-key', pattern: /\bAccountKey=[A-Za-z0-9+/]{86}==|\bSharedAccessKey=[A-Za-z0-9+/]{43}=/ },
  {
    id: 'azure-client-secret',
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/,
  },
  { id: 'azure-sas-token', pattern: /[?&;]sig=[A-Za-z0-9%/+]{40,128}(?:%3D|=)/i },
  { id: 'anthropic-key', pattern: /\bsk-ant-[A-Za-z0-9_-]{24,255}/ },
  { id: 'openai-key', pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{40,255}/ },
  { id: 'huggingface-token', pattern: /\bhf_[A-Za-z0-9]{30,64}\b/ },
  { id: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { id: 'pypi-token', pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,255}/ },
  { id: 'docker-token', pattern: /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,64}/ },
  { id: 'digitalocean-token', pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/ },
  { id: 'sendgrid-key', pattern: /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/ },
  { id: 'twilio-key', pattern: /\bSK[a-f0-9]{32}\b/ },
  { id: 'vault-token', pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24,255}/ },
  { id: 'telegram-token', pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/ },
  { id: 'jwt', pattern: /\beyJ[A-Za-z0-9_-]{8,4096}\.eyJ[A-Za-z0-9_-]{8,8192}\.[A-Za-z0-9_-]{8,2048}/ },
  { id: 'connection-string', pattern: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/"']{0,256}:[^\s@/"'${}]{1,256}@/i },
  {
    id: 'connection-string',
    pattern: /(?:server|data source|host|jdbc:)[^\r\n]{0,512}?[;?&\s](?:password|pwd)=[^\s;&"'${]{1,256}/i,
  },
];

/** Names whose values are passwords: any value that is not a reference is taken for one. */
const passwordName = /pass(?:word|wd|phrase|code)|(?:^|[_.-])(?:pass|pwd|pw)(?:$|[_.-])|pwd$/i;
/** Names whose values are keys or tokens, if they look random. */
const keyName =
  /secret|token|credential|(?:api|access|auth|private|signing|encryption|master|account|shared)[_.-]?key/i;
/** Names that speak of a secret but hold where it lies or how long it lives. */
const harmlessName =
  /(?:_|-|\b)(?:arn|name|id|url|uri|path|file|ttl|length|expir\w{0,10}|policy|enabled|timeout|version|type|header|region)$/i;

/** What stands in for a value rather than being one. */
const reference =
  /^(?:arn:|\$|\{\{|<|%[A-Z_]{1,64}%$|\/[\w./-]{1,512}$|https?:\/\/[^@]{0,2048}$|(?:true|false|null|none|yes|no|changeme|xxx+|\*+)$)/i;

const assignment = /(?<![\w.-])["']?([\w.-]{1,64})["']?[ \t]{0,4}(?:=|:)[ \t]{0,4}["']?([^\s"',;&<>]{4,512})/g;

/** Longer texts are searched up to here: more than any field that services accept for configuration. */
const searched = 1024 * 1024;

/**
 * Which secret `value` is or holds: the id of the format, `aws-secret-access-key`, `password` or `generic-secret`
 * (told by the value's name and its randomness); null where nothing speaks for a secret.
 */
export function detectSecret(value: string, name = ''): string | null {
  const text = value.slice(0, searched);
  for (const { id, pattern } of formats) if (pattern.test(text)) return id;
  const named = byName(name, text);
  if (named) return named;
  for (const [, key = '', assigned = ''] of text.matchAll(assignment)) {
    const found = byName(key, assigned);
    if (found) return found;
  }
  return null;
}

/** One secret inside a text. */
export interface FoundSecret {
  detector: string;
  /** Where the secret begins in the text, and what it is. */
  index: number;
  value: string;
  /** The name that it was assigned to, where that is what told it. */
  name?: string;
}

const everywhere = formats.map(({ id, pattern }) => ({ id, pattern: new RegExp(pattern, `${pattern.flags}g`) }));

/**
 * Where the secrets of a text lie, in order and never one within another. `assignments`: also those that only the name of what they are assigned to tells
 * (`db_password: …`). At most `most` are told.
 */
export function findSecrets(text: string, options: { assignments?: boolean; most?: number } = {}): FoundSecret[] {
  const most = options.most ?? 1000;
  const looked = text.slice(0, searched);
  const found: FoundSecret[] = [];
  const isFree = (index: number, length: number) =>
    !found.some((one) => index < one.index + one.value.length && one.index < index + length);
  for (const { id, pattern } of everywhere) {
    for (const match of looked.matchAll(pattern)) {
      if (found.length >= most) break;
      if (isFree(match.index, match[0].length)) found.push({ detector: id, index: match.index, value: match[0] });
    }
  }
  if (options.assignments === true) {
    for (const match of looked.matchAll(assignment)) {
      const [whole, name = '', value = ''] = match;
      if (found.length >= most) break;
      const detector = byName(name, value);
      const index = match.index + whole.lastIndexOf(value);
      if (detector !== null && isFree(index, value.length)) found.push({ detector, index, value, name });
    }
  }
  return found.sort((a, b) => a.index - b.index);
}

function byName(name: string, value: string): string | null {
  if (name === '' || value.length > 4096 || reference.test(value)) return null;
  if (passwordName.test(name) && !harmlessName.test(name)) return value.length >= 4 ? 'password' : null;
  if (!keyName.test(name) || harmlessName.test(name)) return null;
  if (/^[A-Za-z0-9/+]{40}$/.test(value) && /aws|access/i.test(name)) return 'aws-secret-access-key';
  return value.length >= 8 && !/\s/.test(value) && entropy(value) >= 3 ? 'generic-secret' : null;
}

/** Shannon entropy in bits a character: about 2 for a repeated word, 3 and more for random text of 10 characters. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
