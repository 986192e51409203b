import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../model/index.ts';

/**
 * Wraps the key of each envelope. The key file is one; a key service (KMS) another: it never gives its own key away.
 * `keyId` is kept beside what was encrypted, so that keys can be changed one row after the other.
 */
export interface KeyWrapper {
  readonly keyId: string;
  wrap(dataKey: Buffer): Promise<Buffer>;
  /** Throws where `keyId` is not one it knows. */
  unwrap(keyId: string, wrapped: Buffer): Promise<Buffer>;
}

/** Keeps what must not lie about in plain. */
export interface Vault {
  readonly keyId: string;
  /** Encrypts with AES-256-GCM under a key of its own. `context` names the place it is kept in and is bound to it. */
  seal(plain: string, context: string): Promise<{ sealed: string; keyId: string }>;
  /** Throws `UserError` `vault-broken` where key, text or context are not those it was sealed with. */
  open(sealed: string, keyId: string, context: string): Promise<string>;
  /** HMAC-SHA-256 in hex under the installation's key: tells equal secrets from different ones, and no more. */
  fingerprint(secret: string): string;
}

/** A random token of 256 bits in base64url, and the hash that is kept of it. */
export function newToken(prefix = ''): { token: string; hash: string } {
  const token = prefix + randomBytes(32).toString('base64url');
  return { token, hash: tokenHash(token) };
}

/** SHA-256 in hex. A token has 256 random bits, so that a fast hash is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A random id of 128 bits in hex. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

/**
 * Opens the installation's vault. The key file (256 random bits in hex, mode 0600) is made at the first start.
 * Throws `UserError` where the file is readable by others or is no key: a new one would make all secrets unreadable.
 */
export async function openVault(keyFile: string): Promise<Vault> {
  const master = await readKey(keyFile);
  return vaultOf(fileWrapper(derive(master, 'wrap')), derive(master, 'fingerprint'));
}

/** A vault over any key wrapper; `fingerprintKey` (32 bytes) never changes in the life of an installation. */
function vaultOf(wrapper: KeyWrapper, fingerprintKey: Buffer): Vault {
  return {
    keyId: wrapper.keyId,
    async seal(plain, context) {
      const dataKey = randomBytes(32);
      const wrapped = await wrapper.wrap(dataKey);
      const sealed = [
        'v1',
        wrapped.toString('base64url'),
        encrypt(dataKey, Buffer.from(plain), context).toString('base64url'),
      ];
      return { sealed: sealed.join('.'), keyId: wrapper.keyId };
    },
    async open(sealed, keyId, context) {
      try {
        const [version, wrapped, body] = sealed.split('.');
        if (version !== 'v1' || wrapped === undefined || body === undefined) throw new Error('not an envelope');
        const dataKey = await wrapper.unwrap(keyId, Buffer.from(wrapped, 'base64url'));
        return decrypt(dataKey, Buffer.from(body, 'base64url'), context).toString();
      } catch (cause) {
        throw new UserError(
          'vault-broken',
          {
            en: 'A stored secret cannot be decrypted: restore the key file that belongs to this store, or enter the secret again.',
            ko: '저장된 비밀 값을 복호화할 수 없습니다. 이 저장소의 키 파일을 복원하거나 비밀 값을 다시 입력하세요.',
          },
          { cause },
        );
      }
    },
    fingerprint: (secret) => createHmac('sha256', fingerprintKey).update(secret).digest('hex'),
  };
}

function fileWrapper(key: Buffer): KeyWrapper {
  const keyId = `file:${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  return {
    keyId,
    wrap: async (dataKey) => encrypt(key, dataKey, keyId),
    async unwrap(id, wrapped) {
      if (id !== keyId) throw new Error(`sealed under ${id}, the key file is ${keyId}`);
      return decrypt(key, wrapped, keyId);
    },
  };
}

/** 12 bytes of nonce, 16 of tag, then the text. */
function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed.length < 28) throw new Error('too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

function derive(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `hwaseong ${purpose}`, 32));
}

async function readKey(path: string): Promise<Buffer> {
  await makeKey(path);
  const file = await open(path, 'r');
  try {
    const { mode } = await file.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new UserError('key-file-open', {
        en: `Others can read the key file ${path}: run chmod 600 on it, and replace the credentials it protects if anyone may have copied it.`,
        ko: `다른 사용자가 키 파일 ${path}을(를) 읽을 수 있습니다. chmod 600을 실행하고, 복사되었을 가능성이 있으면 보호 중인 자격 증명을 교체하세요.`,
      });
    }
    const text = (await file.readFile('utf8')).trim();
    if (!/^[0-9a-f]{64}$/.test(text)) {
      throw new UserError('key-file-broken', {
        en: `The key file ${path} is damaged: restore it from a backup; without it the stored credentials cannot be read.`,
        ko: `키 파일 ${path}이(가) 손상되었습니다. 백업에서 복원하세요. 이 파일이 없으면 저장된 자격 증명을 읽을 수 없습니다.`,
      });
    }
    return Buffer.from(text, 'hex');
  } finally {
    await file.close();
  }
}

/** Makes the key file unless it is there. It appears whole and on disk, or not at all. */
async function makeKey(path: string): Promise<void> {
  try {
    await readFile(path);
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${newId()}`;
  const file = await open(fresh, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await file.sync();
    await file.close();
    await chmod(fresh, 0o600);
    await link(fresh, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}
