import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import { readSegments } from '../../platform/segments/index.ts';
import { newExternalId } from '../connections.ts';
import type { Context, Upload } from '../context.ts';
import { Refusal, refuse } from '../http/refusal.ts';
import { endScan, errorText } from './end.ts';
import { fillFolder } from './folders.ts';
import { keepAlive } from './recover.ts';
import { requestScan } from './request.ts';

/** Largest upload, as it comes over the wire. */
const MAX_BYTES = 1024 ** 3;
/** Most records in one upload: an organisation of a million resources stays below. */
const MAX_RECORDS = 20_000_000;

/**
 * Takes the facts of a scan made elsewhere: streams them to disk under limits, reads them through once, so that
 * what is broken is refused at once, and queues a scan that judges them. What was answered is on disk and in the store.
 *
 * @returns id of the scan
 */
export async function receiveFacts(
  context: Context,
  upload: Upload & { connection: string; by: string | null },
): Promise<string> {
  const name = upload.type.startsWith('application/zstd') ? '0001.ndjson.zst' : '0001.ndjson';
  return receiveInto(context, upload, async (folder) => {
    await store(upload, path.join(folder, name));
    return check(folder);
  });
}

/**
 * Queues a scan of facts that come by upload, once `fill` has laid them into its folder; it answers whose facts they are.
 *
 * @returns id of the scan
 */
export async function receiveInto(
  context: Context,
  upload: { connection: string; by: string | null },
  fill: (folder: string, connection: string) => Promise<string>,
): Promise<string> {
  const connection = await connectionNamed(context, upload.connection, upload.by);
  const scan = await requestScan(context, connection, {
    trigger: 'upload',
    by: upload.by,
    now: context.now,
    hold: true,
  });
  const rest = keepAlive(context, scan);
  try {
    await fillFolder(context, connection, scan, async (folder) => {
      await settleProvider(context, connection, await fill(folder, connection));
    });
  } catch (error) {
    const told = withoutPath(error);
    await endScan(context, scan, { state: 'failed', error: errorText(told) });
    throw told;
  } finally {
    rest();
  }
  await context.jobs.enqueue('scan', { scan });
  return scan;
}

async function connectionNamed(context: Context, name: string, by: string | null): Promise<string> {
  const { db, tenant, now } = context;
  const find = () =>
    db
      .selectFrom('connections')
      .select(['id', 'sample'])
      .where('tenant', '=', tenant)
      .where('name', '=', name)
      .orderBy('created_at')
      .executeTakeFirst();
  const found = await find();
  if (found?.sample === true) throw refuse('sample-fixed');
  if (found !== undefined) return found.id;
  const id = newId();
  await db
    .insertInto('connections')
    .values({
      tenant,
      id,
      provider: 'aws',
      name,
      external_id: newExternalId(),
      created_at: now,
      created_by: by,
      updated_at: now,
    })
    .execute();
  return id;
}

async function store(upload: Upload, file: string): Promise<void> {
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > MAX_BYTES ? refuse('too-large') : null, chunk);
    },
  });
  await pipeline(upload.body, limit, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads an upload through, so that what is broken is refused at once. Answers whose facts it holds. */
async function check(folder: string): Promise<string> {
  let provider = '';
  let records = 0;
  let collections = 0;
  for await (const record of readSegments(folder)) {
    records += 1;
    if (provider === '') provider = record.provider;
    if (record.type === 'collection') collections += 1;
    if (records > MAX_RECORDS) throw refuse('too-large');
  }
  if (collections === 0) {
    throw new UserError('upload-empty', {
      en: 'The upload holds no finished call. Upload the segment that "hwaseong scan aws --facts DIR" has written.',
      ko: '업로드에 완료된 호출 기록이 없습니다. "hwaseong scan aws --facts DIR"로 만든 기록을 업로드하세요.',
    });
  }
  return provider;
}

/**
 * A connection made for an upload is of the provider that its first facts are of. Images and hosts may go through one of any
 * kind; facts of a cloud only through one of that cloud.
 */
async function settleProvider({ db, tenant }: Context, connection: string, provider: string): Promise<void> {
  const row = await db
    .selectFrom('connections')
    .select(['provider', 'credentials', 'last_ok_at'])
    .where('tenant', '=', tenant)
    .where('id', '=', connection)
    .executeTakeFirst();
  if (row === undefined || row.provider === provider) return;
  const isNew = row.credentials === null && row.last_ok_at === null;
  if (isNew && (uploaded as readonly string[]).includes(provider)) {
    await db
      .updateTable('connections')
      .set({ provider })
      .where('tenant', '=', tenant)
      .where('id', '=', connection)
      .execute();
  } else if (provider === 'aws') throw refuse('connection-kind');
}

/** Providers whose facts come by upload alone. */
const uploaded = ['oci', 'host', 'code'] as const;

/** The reader names its file by its place on our disk, which is nobody's business. */
function withoutPath(error: unknown): unknown {
  if (!(error instanceof UserError) || error instanceof Refusal) return error;
  const bare = (text: string) => text.replaceAll(/\/\S*\.part\/?/g, '');
  return new UserError(error.code, { en: bare(error.text.en), ko: bare(error.text.ko) });
}
