import { Command, Option } from 'commander';
import { orderOf } from '../engines/version/index.ts';
import { judgeFacts } from '../findings/judge-facts.ts';
import { exitCodes } from '../model/index.ts';
import { hostCatalog, type ScannedHost, scanHost } from '../sources/host/index.ts';
import { judgingAdvisories } from './advisories.ts';
import { type ImageFlags, waiversOf, withWaiverFlags } from './image-target.ts';
import { languageOf, say } from './language.ts';
import { checkOutput } from './output.ts';
import { createFileProgress } from './progress.ts';
import { openRecording } from './recording.ts';
import { chosenControls, compile, deliver, exitCodeOf, type JudgeFlags, paramsFor, withJudgeFlags } from './scan.ts';
import { tokenOf, uploadFacts } from './upload.ts';

interface ScanHostFlags extends JudgeFlags, Pick<ImageFlags, 'db' | 'ignore' | 'ignoreUnfixed' | 'vex'> {
  root: string;
  all?: boolean;
  facts?: string;
  server?: string;
  token?: string;
  connection: string;
}

const text = {
  uploaded: {
    en: 'Sent to {server}; scan {id} judges it there.',
    ko: '{server}로 전송했습니다. 스캔 {id}에서 판정합니다.',
  },
  unprivileged: {
    en: 'Not everything on {host} may be read by this user: {count} of its parts are not known. Run it as root to see them.',
    ko: '현재 사용자 권한으로는 {host}의 일부를 읽을 수 없어 {count}개 영역을 확인하지 못했습니다. root로 실행하면 모두 확인할 수 있습니다.',
  },
};

export function scanHostCommand(): Command {
  const command = withJudgeFlags(new Command('host'))
    .description('read a Linux server and judge how it is set up')
    .addOption(
      new Option('--root <dir>', 'of the system: / for this one, else where the disk of another is mounted').default(
        '/',
        '/',
      ),
    )
    .option('--all', 'packages of languages too, wherever they lie');
  return withWaiverFlags(command)
    .option('--facts <dir>', 'keep the facts in this folder')
    .option('--server <url>', 'send the facts to a server, which judges them')
    .option('--token <token>', 'API token for --server; else HWASEONG_TOKEN')
    .option('--connection <name>', 'name of the connection on the server', 'cli')
    .action(scanOneHost);
}

async function scanOneHost(flags: ScanHostFlags): Promise<void> {
  const language = languageOf(process.env);
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const now = new Date();
  const compiled = await compile(await chosenControls(flags, hostCatalog));
  const params = await paramsFor(flags);
  const waives = await waiversOf(flags, now, language, tell);
  await checkOutput(flags.out);
  const token = flags.server === undefined ? undefined : tokenOf(flags);
  const judging = judgingAdvisories(flags.db);
  const recording = await openRecording(flags.facts, now);
  const progress = createFileProgress(process.stderr, language);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const scanned = await scanHost(
      {
        tenant: 'default',
        connection: flags.connection,
        root: flags.root,
        all: flags.all === true,
        compare: (distribution) => orderOf(distribution).compare,
        now: () => new Date(),
        progress: progress.on,
        signal: stop.signal,
      },
      recording.sink,
    );
    await recording.sink.close();
    await recording.finish();
    progress.end();
    const report = await judgeFacts(recording.dir, hostCatalog, compiled, {
      now,
      waives,
      ...params,
      ...(judging.advisories !== undefined && { advisories: judging.advisories }),
    });
    const denied = deniedIn(scanned);
    if (denied > 0) tell(say(text.unprivileged, language, { host: scanned.host.name, count: denied }));
    if (flags.server !== undefined && token !== undefined) {
      const id = await uploadFacts(recording.dir, flags.server, token, flags.connection);
      tell(say(text.uploaded, language, { server: flags.server, id }));
    }
    await deliver(report, flags);
    process.exitCode = exitCodeOf(report, flags.failOn);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.exitCode = exitCodes.incomplete;
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    judging.close();
    await recording.discard();
  }
}

function deniedIn({ missing }: ScannedHost): number {
  return missing.filter(({ error }) => error.code === 'AccessDenied').length;
}
