import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type Bom,
  type CallError,
  type FactSink,
  GLOBAL,
  type Json,
  recordsOf,
  type Scope,
  UserError,
} from '../../model/index.ts';
import type { RedactionKey } from '../../platform/redaction/index.ts';
import { type FileEntry, type FileReader, type ReadLimits, readFolder, readLimits } from '../files/index.ts';
import { MAX_SECRETS, secretsInFiles, secretsReader, secretsSkipped } from '../image/facts/index.ts';
import { assembleBom, declaredCatalogs, languageCatalogs } from '../packages/index.ts';
import { originOf } from './origin.ts';

export interface ScanFolderOptions {
  tenant: string;
  connection: string;
  /** What the folder is called; a later scan of the same name takes its place. Absent: what Git says that it comes from, else its own name. */
  name?: string;
  redactionKey: RedactionKey;
  now: () => Date;
  limits?: ReadLimits;
  signal?: AbortSignal;
  /** Told of the number of entries that were looked at. */
  progress?: (entries: number) => void;
}

/** What was read of one folder. Its facts went to the sink. */
export interface ScannedFolder {
  id: string;
  name: string;
  bom: Bom;
}

/** Where systems of versions keep what they need themselves: no files of the project. */
const versionControl = ['.git', '.hg', '.svn', '.jj'];

/**
 * Reads a folder of sources once and writes its facts: packages that its lock files declare, packages of languages that are installed in it, and
 * secrets in its files. Nothing is run, fetched or judged.
 *
 * @throws UserError where there is no such folder, or it cannot be read
 */
export async function scanFolder(folder: string, options: ScanFolderOptions, sink: FactSink): Promise<ScannedFolder> {
  const { tenant, connection, now, signal, redactionKey } = options;
  const startedAt = now().toISOString();
  const root = await rootOf(folder);
  const origin = options.name ?? (await originOf(root));
  const name = (origin ?? path.basename(root)).slice(0, 1000);
  // Two folders of the same name need not be the same; those of one origin are.
  const known = (origin ?? root).slice(0, 4096);
  const id = `folder:${createHash('sha256').update(known).digest('hex').slice(0, 32)}`;

  const catalogs = [...declaredCatalogs, ...languageCatalogs];
  let entries = 0;
  const seen = countingReader(() => options.progress?.((entries += 1)));
  const read = await readFolder(
    root,
    [seen, ...catalogs, secretsReader(redactionKey, 'sources')],
    options.limits ?? readLimits,
    { skipNamed: versionControl, signal },
  );
  const bom = assembleBom(read, catalogs);

  const scope: Scope = { tenant, connection, provider: 'code', account: 'local', region: GLOBAL };
  // What is broken or too large for one reader, the one that looks for secrets has seen all the same.
  const cut = read.unread.find(({ code }) => code !== 'malformed' && code !== 'too-large');
  const broken: CallError | undefined = cut && { code: codeOf(cut.code), message: `${cut.path}: ${cut.reason}` };
  const secrets = secretsInFiles(read.readings);
  const over = secrets.length > MAX_SECRETS ? { code: 'TooMany', message: `more than ${MAX_SECRETS}` } : undefined;
  const [unread] = bom.unread;
  await write('ReadFolder', [{ id, name, ...(origin !== undefined && options.name === undefined && { origin }) }]);
  await write('ListSecrets', secrets.slice(0, MAX_SECRETS), broken ?? secretsSkipped(read.readings) ?? over);
  await write(
    'ListPackages',
    bom.packages as unknown as Json[],
    unread && { code: codeOf(unread.code), message: `${unread.path}: ${unread.reason}` },
  );
  return { id, name, bom };

  async function write(operation: string, items: readonly Json[], error?: CallError): Promise<void> {
    const finishedAt = now().toISOString();
    const call = { ...scope, service: 'code', operation, params: operation === 'ReadFolder' ? {} : { folder: id } };
    for (const record of recordsOf(call, { items, error, startedAt, finishedAt })) await sink.write(record);
  }
}

function codeOf(code: string): string {
  return code === 'AccessDenied' ? code : 'Unread';
}

/** Wants nothing, and is asked of everything. */
function countingReader(seen: () => void): FileReader {
  return {
    id: 'count',
    version: 1,
    wants: (_entry: FileEntry) => void seen(),
    read: () => undefined,
  };
}

async function rootOf(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      'folder-unreadable',
      {
        en: `The folder ${folder} cannot be read (${message}). Check the path and its permissions.`,
        ko: `폴더 ${folder}을(를) 읽을 수 없습니다(${message}). 경로와 권한을 확인하세요.`,
      },
      { cause: error },
    );
  }
  throw new UserError('folder-none', {
    en: `${folder} is no folder. To judge an archive of an image, run "hwaseong scan image ${folder}".`,
    ko: `${folder}은(는) 폴더가 아닙니다. 이미지 아카이브는 "hwaseong scan image ${folder}"로 점검합니다.`,
  });
}
