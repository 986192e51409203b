import { Command, Option } from 'commander';
import { orderOf } from '../engines/version/index.ts';
import { hostCatalog, type ScannedHost, scanHost } from '../sources/host/index.ts';
import { languageOf, say } from './language.ts';
import { checkOutput } from './output.ts';
import { createFileProgress } from './progress.ts';
import { chosenControls, compile, deliver, exitCodeOf, type JudgeFlags, paramsFor, withJudgeFlags } from './scan.ts';
import { type RecordFlags, scanning, withRecordFlags } from './scanning.ts';
import { type WaiverFlags, waiversOf, withWaiverFlags } from './waivers.ts';

interface ScanHostFlags extends JudgeFlags, WaiverFlags, RecordFlags {
  root: string;
  all?: boolean;
}

const text = {
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
  return withRecordFlags(withWaiverFlags(command)).action(scanOneHost);
}

async function scanOneHost(flags: ScanHostFlags): Promise<void> {
  const language = languageOf(process.env);
  const now = new Date();
  const compiled = await compile(await chosenControls(flags, hostCatalog));
  const params = await paramsFor(flags);
  const waives = await waiversOf(flags, now, language);
  await checkOutput(flags.out);
  const progress = createFileProgress(process.stderr, language);
  await scanning(flags, { language, now, software: { db: flags.db }, progress }, async (scan) => {
    const scanned = await scanHost(
      {
        tenant: 'default',
        connection: flags.connection,
        root: flags.root,
        all: flags.all === true,
        compare: (distribution) => orderOf(distribution).compare,
        now: () => new Date(),
        progress: progress.on,
        signal: scan.signal,
      },
      scan.sink,
    );
    const report = await scan.judge(hostCatalog, compiled, { now, waives, ...params });
    const denied = deniedIn(scanned);
    if (denied > 0) {
      process.stderr.write(`${say(text.unprivileged, language, { host: scanned.host.name, count: denied })}\n`);
    }
    await scan.send();
    await deliver(report, flags);
    process.exitCode = exitCodeOf(report, flags.failOn);
  });
}

function deniedIn({ missing }: ScannedHost): number {
  return missing.filter(({ error }) => error.code === 'AccessDenied').length;
}
