import { createReadStream } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../model/index.ts';
import { limits } from './limits.ts';

/** One file of logs, wherever it lies. */
export interface LogFile {
  /** Path or address, for people. */
  name: string;
  bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface LogFiles {
  files: LogFile[];
  /** Names of files that are no logs, such as digests and documents. */
  passedOver: number;
}

/**
 * The logs at a path: the file itself, or everything in a folder and below. Links are not followed.
 *
 * @throws UserError where there is nothing, or it cannot be read
 */
export async function localLogs(place: string): Promise<LogFiles> {
  try {
    const about = await lstat(place);
    if (about.isDirectory()) return await folderLogs(place);
    // A path that a person gives may be a link or a pipe.
    return { files: [localFile(place, about.isFile() ? about.size : 0)], passedOver: 0 };
  } catch (error) {
    throw cannotRead(place, error);
  }
}

async function folderLogs(root: string): Promise<LogFiles> {
  const files: LogFile[] = [];
  let passedOver = 0;
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of await opendir(folder)) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(full);
      else if (!entry.isFile() || !isLog(full)) passedOver += 1;
      else files.push(localFile(full, (await lstat(full)).size));
      if (files.length + folders.length > limits.files) throw tooManyFiles(root);
    }
  }
  return { files: inTimeOrder(files), passedOver };
}

function localFile(name: string, bytes: number): LogFile {
  return { name, bytes, open: () => createReadStream(name, { highWaterMark: 256 * 1024 }) };
}

/** Tells logs from what lies beside them: CloudTrail's digests, hidden files, documents. */
export function isLog(name: string): boolean {
  if (/(^|[\\/])(CloudTrail-Digest|CloudTrail-Insight-Digest)[\\/]|(^|[\\/])\./.test(name.replace(/^\.{1,2}[\\/]/, '')))
    return false;
  const extension = /\.([A-Za-z][A-Za-z0-9]{0,7})$/.exec(path.basename(name))?.[1]?.toLowerCase();
  return extension === undefined || /^(json|jsonl|ndjson|log|txt|gz|gzip|zst|zstd)$/.test(extension);
}

/** Files by the time in their names, where one is there, so that detections see events in about the order they happened. */
export function inTimeOrder(files: LogFile[]): LogFile[] {
  const keyed = files.map((file) => ({ file, key: `${timeIn(file.name)} ${file.name}` }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)).map(({ file }) => file);
}

/**
 * Digits of the time that a name has: `20261128T2015Z` of CloudTrail and flow logs, `2026-11-28-20-15-34` of S3 access
 * logs, `y=2026/m=11/d=28/h=20/m=15` of Azure, or `2026/11/28` of any.
 */
function timeIn(name: string): string {
  const compact = /(\d{8})T(\d{4,6})Z/.exec(name);
  if (compact !== null) return `${compact[1]}${compact[2]}`;
  const dashed = /(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)/.exec(name);
  if (dashed !== null) return dashed.slice(1).join('');
  const azure = /y=(\d{4})\/m=(\d\d)\/d=(\d\d)\/h=(\d\d)(?:\/m=(\d\d))?/.exec(name);
  if (azure !== null) return azure.slice(1).join('');
  return /\/(\d{4})\/(\d\d)\/(\d\d)\//.exec(name)?.slice(1).join('') ?? '';
}

export function tooManyFiles(place: string): UserError {
  return new UserError('logs-too-many', {
    en: `${place} holds more than ${limits.files} files. Name a folder further down, such as one month.`,
    ko: `${place}에 파일이 ${limits.files}개를 넘습니다. 한 달 치처럼 더 아래의 폴더를 지정하세요.`,
  });
}

function cannotRead(place: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const missing = code === 'ENOENT';
  return new UserError(
    'logs-unreadable',
    missing
      ? { en: `There is no file or folder ${place}.`, ko: `${place} 파일 또는 폴더가 없습니다.` }
      : { en: `Cannot read ${place} (${message}).`, ko: `${place}을(를) 읽을 수 없습니다(${message}).` },
    { cause: error },
  );
}
