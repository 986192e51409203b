import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../model/index.ts';
import {
  diskError,
  openSegments,
  type RecordedCalls,
  recordedIn,
  type SegmentWriter,
  segmentFiles,
} from '../platform/segments/index.ts';

/** A folder of facts that a scan writes into. */
export interface Recording {
  dir: string;
  sink: SegmentWriter;
  /** What an interrupted scan has left in the folder. */
  recorded?: RecordedCalls;
  /** Calls taken over from it. */
  resumable: number;
  /** Marks the recording as whole. */
  finish(): Promise<void>;
  /** Removes a folder that nobody asked to keep. */
  discard(): Promise<void>;
}

const STATE = 'scan.json';

/**
 * Opens the folder named, going on with what an interrupted scan left there, or a temporary one.
 *
 * @throws UserError where the folder holds a finished recording, or cannot be written
 */
export async function openRecording(dir: string | undefined, now: Date): Promise<Recording> {
  const place = dir ?? (await mkdtemp(path.join(tmpdir(), 'hwaseong-')));
  const state = dir === undefined ? undefined : await readState(place);
  if (state?.finishedAt !== undefined) {
    throw new UserError('facts-finished', {
      en: `${place} holds a scan that was finished at ${state.finishedAt}. Judge it with "hwaseong scan facts ${place}", or name an empty folder for a new scan.`,
      ko: `${place}에는 ${state.finishedAt}에 완료된 스캔이 있습니다. "hwaseong scan facts ${place}"로 판정하거나, 새 스캔에는 빈 폴더를 지정하세요.`,
    });
  }
  const earlier = state === undefined ? undefined : await recordedIn(place);
  const sink = await openSegments(place);
  const startedAt = state?.startedAt ?? now.toISOString();
  await writeState(place, { startedAt });
  return {
    dir: place,
    sink,
    ...(earlier === undefined ? {} : { recorded: earlier }),
    resumable: earlier?.size ?? 0,
    finish: () => writeState(place, { startedAt, finishedAt: new Date().toISOString() }),
    discard: async () => {
      if (dir === undefined) await rm(place, { recursive: true, force: true });
    },
  };
}

interface State {
  startedAt: string;
  finishedAt?: string;
}

async function readState(dir: string): Promise<State | undefined> {
  try {
    return JSON.parse(await readFile(path.join(dir, STATE), 'utf8')) as State;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') {
      const files = await segmentFiles(dir).catch(() => []);
      // Segments without a state come from elsewhere; writing among them would mix two recordings.
      return files.length === 0 ? undefined : { startedAt: '', finishedAt: '?' };
    }
    if (error instanceof SyntaxError) return { startedAt: '', finishedAt: '?' };
    throw diskError(dir, error);
  }
}

async function writeState(dir: string, state: State): Promise<void> {
  try {
    // Renamed into place, so that a crash leaves the old state or the new one.
    await writeFile(path.join(dir, `${STATE}.new`), `${JSON.stringify(state)}\n`, { mode: 0o600 });
    await rename(path.join(dir, `${STATE}.new`), path.join(dir, STATE));
  } catch (error) {
    throw diskError(dir, error);
  }
}
