import process from 'node:process';
import type { Command } from 'commander';
import type { CompiledControl } from '../engines/control/index.ts';
import { type FactsOptions, judgeFacts } from '../findings/judge-facts.ts';
import type { Report } from '../findings/report.ts';
import { type Catalog, exitCodes, type Language } from '../model/index.ts';
import { judgingAdvisories } from './advisories.ts';
import { say } from './language.ts';
import { openRecording, type Recording } from './recording.ts';
import { tokenOf, uploadFacts } from './upload.ts';

/** Where the facts of a scan go, beside the report. */
export interface RecordFlags {
  facts?: string;
  server?: string;
  token?: string;
  connection: string;
}

const text = {
  resumed: {
    en: 'Going on with the interrupted scan in {dir}: {calls} calls are there already.',
    ko: '{dir}의 중단된 스캔을 이어서 진행합니다. 호출 {calls}건은 이미 수집되어 있습니다.',
  },
  interrupted: {
    en: 'Interrupted. Run the same command again with --facts {dir} to go on.',
    ko: '중단되었습니다. --facts {dir} 옵션으로 같은 명령을 다시 실행하면 이어서 진행합니다.',
  },
  uploaded: {
    en: 'Sent to {server}; scan {id} judges it there.',
    ko: '{server}로 전송했습니다. 스캔 {id}에서 판정합니다.',
  },
};

/** Adds the options of every scan that say where its facts go. `resumes`: an interrupted one goes on from its folder. */
export function withRecordFlags(command: Command, { resumes = false } = {}): Command {
  return command
    .option(
      '--facts <dir>',
      resumes ? 'keep the facts in this folder; an interrupted scan goes on from it' : 'keep the facts in this folder',
    )
    .option('--server <url>', 'send the facts to a server, which judges them')
    .option('--token <token>', 'API token for --server; else HWASEONG_TOKEN')
    .option('--connection <name>', 'name of the connection on the server', 'cli');
}

/** A scan that is under way. */
export interface Scanning {
  sink: Recording['sink'];
  /** What an interrupted scan has left in the folder of `--facts`. */
  recorded?: Recording['recorded'];
  /** The user wants it to end. */
  signal: AbortSignal;
  /** Judges what was recorded, by the advisories too where software was looked for. Nothing more can be recorded then. */
  judge(
    catalog: Catalog,
    controls: readonly CompiledControl[],
    options: Omit<FactsOptions, 'advisories'>,
  ): Promise<Report>;
  /** Sends the facts to the server that the flags name, and says so. */
  send(): Promise<void>;
}

export interface ScanningOptions {
  language: Language;
  now: Date;
  /** Software is looked for, and judged by the advisories of this database; else of where they lie. */
  software?: { db: string | undefined };
  /** The line of progress, which has to be gone before anything else is written. */
  progress: { end(): void };
  resumes?: boolean;
}

/**
 * Carries out a scan from the first fact to its report: records, stops when the user wants it to, and leaves nothing behind that nobody asked
 * to keep. Undefined where the user interrupted it; the exit code then says that it is incomplete.
 *
 * @throws UserError where the folder for the facts, the token or the advisories are not what they have to be, and what `work` throws
 */
export async function scanning<T>(
  flags: RecordFlags,
  { language, now, software, progress, resumes = false }: ScanningOptions,
  work: (scan: Scanning) => Promise<T>,
): Promise<T | undefined> {
  const tell = (line: string) => {
    progress.end();
    process.stderr.write(`${line}\n`);
  };
  const token = flags.server === undefined ? undefined : tokenOf(flags);
  const judging = software === undefined ? undefined : judgingAdvisories(software.db);
  const recording = await openRecording(flags.facts, now);
  const { dir, sink, recorded } = recording;
  if (recording.resumable > 0) tell(say(text.resumed, language, { dir, calls: recording.resumable }));
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await work({
      sink,
      ...(recorded !== undefined && { recorded }),
      signal: stop.signal,
      async judge(catalog, controls, options) {
        await sink.close();
        await recording.finish();
        const { advisories } = judging ?? {};
        const report = await judgeFacts(dir, catalog, controls, {
          ...options,
          ...(advisories !== undefined && { advisories }),
        });
        progress.end();
        return report;
      },
      async send() {
        if (flags.server === undefined || token === undefined) return;
        const id = await uploadFacts(dir, flags.server, token, flags.connection);
        tell(say(text.uploaded, language, { server: flags.server, id }));
      },
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (resumes && flags.facts !== undefined) tell(say(text.interrupted, language, { dir }));
    process.exitCode = exitCodes.incomplete;
    return undefined;
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    judging?.close();
    await sink.close();
    await recording.discard();
  }
}
