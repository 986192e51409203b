import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { z } from 'zod';
import { UserError } from '../model/index.ts';
import { putInPlace, withLock } from './database/build.ts';
import type { AdvisoriesMeta } from './database/meta.ts';
import { openAdvisories } from './database/open.ts';

/** Bytes of a database. */
const MOST_BYTES = 32 * 1024 ** 3;
const MOST_MANIFEST = 1024 ** 2;

const names = { manifest: 'manifest.json', signature: 'manifest.sig', database: 'advisories.sqlite' } as const;

const manifestSchema = z.object({
  format: z.literal(1),
  builtAt: z.string().max(40),
  size: z.number().int().positive().max(MOST_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Writes the database with a manifest of its size and SHA-256 into one file (tar under zstd). With a private key (Ed25519, PEM) the manifest is signed, so that
 * whoever imports it can tell who made it.
 *
 * @throws UserError where there is no database, the key is none, or the file cannot be written
 */
export async function exportAdvisories(file: string, out: string, key?: string): Promise<void> {
  const signing = key === undefined ? undefined : keyIn(() => createPrivateKey(key));
  const { builtAt } = metaOf(file);
  const { size } = await stat(file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const manifest = Buffer.from(JSON.stringify({ format: 1, builtAt, size, sha256: hash.digest('hex') }));
  const archive = pack();
  const mtime = new Date(builtAt);
  archive.entry({ name: names.manifest, mtime }, manifest);
  if (signing !== undefined) archive.entry({ name: names.signature, mtime }, sign(null, manifest, signing));
  const entry = archive.entry({ name: names.database, size, mtime });
  const half = `${out}.part`;
  try {
    await Promise.all([
      pipeline(createReadStream(file), entry as unknown as NodeJS.WritableStream).then(() => archive.finalize()),
      pipeline(archive as unknown as Readable, createZstdCompress(), createWriteStream(half, { mode: 0o644 })),
    ]);
    await putInPlace(half, out);
  } catch (error) {
    await rm(half, { force: true });
    throw writeFailed(out, error);
  }
}

/**
 * Puts the database of an exported file in the place of the one that is there, when it is whole and what its manifest says. With a public key (PEM) the manifest
 * has to be signed by it.
 *
 * @throws UserError where it is not; the database that is there then stays
 */
export async function importAdvisories(bundle: Readable, file: string, key?: string): Promise<AdvisoriesMeta> {
  const trusted = key === undefined ? undefined : keyIn(() => createPublicKey(key));
  await mkdir(path.dirname(file), { recursive: true, mode: 0o755 });
  return withLock(file, async () => {
    const building = `${file}.building-${process.pid}`;
    try {
      await unpack(bundle, building, trusted);
      const meta = metaOf(building);
      await putInPlace(building, file);
      return meta;
    } finally {
      await rm(building, { force: true });
    }
  });
}

async function unpack(bundle: Readable, into: string, trusted: KeyObject | undefined): Promise<void> {
  const entries = extract();
  const unpacking = pipeline(bundle, createZstdDecompress(), entries as unknown as NodeJS.WritableStream);
  // Whatever breaks the pipe is met below, where the entries end in the same error.
  unpacking.catch(() => undefined);
  let manifest: Buffer | undefined;
  let signature: Buffer | undefined;
  let whole = false;
  try {
    for await (const entry of entries) {
      const { name, type } = entry.header;
      if (type === 'file' && name === names.manifest && manifest === undefined) manifest = await small(entry);
      else if (type === 'file' && name === names.signature && signature === undefined) signature = await small(entry);
      else if (type === 'file' && name === names.database && manifest !== undefined && !whole) {
        if (trusted !== undefined) checkSignature(manifest, signature, trusted);
        await keepChecked(entry, into, manifest);
        whole = true;
      } else throw notOurs(`it holds ${name.slice(0, 100)} at this place`);
    }
    await unpacking;
  } catch (error) {
    throw error instanceof UserError ? error : notOurs((error as Error).message);
  } finally {
    bundle.destroy();
  }
  if (!whole) throw notOurs('it holds no database');
}

async function small(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of entry) {
    size += (chunk as Buffer).length;
    if (size > MOST_MANIFEST) throw notOurs('its manifest is too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

async function keepChecked(entry: AsyncIterable<unknown>, into: string, manifest: Buffer): Promise<void> {
  const parsed = manifestSchema.safeParse(JSON.parse(manifest.toString('utf8')));
  if (!parsed.success) throw notOurs(`its manifest is malformed: ${parsed.error.issues[0]?.message ?? ''}`);
  const { size, sha256 } = parsed.data;
  const hash = createHash('sha256');
  let bytes = 0;
  const checked = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes > size) done(notOurs('the database is larger than its manifest says'));
      else done(null, chunk);
    },
  });
  await pipeline(Readable.from(entry), checked, createWriteStream(into, { mode: 0o600 }));
  if (bytes !== size || hash.digest('hex') !== sha256)
    throw notOurs('the database is not the one that its manifest names');
}

function checkSignature(manifest: Buffer, signature: Buffer | undefined, key: KeyObject): void {
  const good = signature !== undefined && verify(null, manifest, key, signature);
  if (good) return;
  throw new UserError('advisories-not-signed', {
    en: `The file is ${signature === undefined ? 'not signed' : 'not signed by this key'}. Nothing was imported.`,
    ko: `${signature === undefined ? '서명되지 않은 파일입니다' : '이 키로 서명한 파일이 아닙니다'}. 가져오지 않았습니다.`,
  });
}

function keyIn(read: () => KeyObject): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read();
  } catch {
    // Told below.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new UserError('advisories-key', {
    en: 'The key is no Ed25519 key in PEM. Make one with: openssl genpkey -algorithm ed25519',
    ko: 'PEM 형식의 Ed25519 키가 아닙니다. 다음 명령으로 만들 수 있습니다: openssl genpkey -algorithm ed25519',
  });
}

function metaOf(file: string): AdvisoriesMeta {
  const advisories = openAdvisories(file);
  try {
    return advisories.meta;
  } finally {
    advisories.close();
  }
}

function notOurs(reason: string): UserError {
  return new UserError('advisories-import', {
    en: `The file is no exported advisory database (${reason}). Nothing was imported.`,
    ko: `내보낸 취약점 데이터베이스 파일이 아닙니다(${reason}). 가져오지 않았습니다.`,
  });
}

function writeFailed(out: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  return new UserError(
    'output-failed',
    {
      en: `The database could not be written to ${out} (${(cause as Error).message}). Check the path and the space on its disk.`,
      ko: `데이터베이스를 ${out}에 쓸 수 없습니다(${(cause as Error).message}). 경로와 디스크 공간을 확인하세요.`,
    },
    { cause },
  );
}
