import { Command } from 'commander';
import { judgeFacts } from '../findings/judge-facts.ts';
import { type Control, exitCodes } from '../model/index.ts';
import { awsCatalog, type CollectSummary, collectAws, localAccess, organizationRole } from '../sources/aws/index.ts';
import { namesIn } from './flags.ts';
import { languageOf, say } from './language.ts';
import { checkOutput } from './output.ts';
import { createProgress } from './progress.ts';
import { openRecording } from './recording.ts';
import { redactionKey } from './redaction-key.ts';
import { chosenControls, compile, deliver, exitCodeOf, type JudgeFlags, paramsFor, withJudgeFlags } from './scan.ts';
import { tokenOf, uploadFacts } from './upload.ts';

interface AwsFlags extends JudgeFlags {
  profile?: string;
  role?: string[];
  organization?: string | true;
  externalId?: string;
  regions?: string[];
  all?: boolean;
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
  entered: {
    en: 'Account {account} could not be entered: {reason}',
    ko: '계정 {account}에 접근할 수 없습니다: {reason}',
  },
  inactive: {
    en: 'Not entered, because they are suspended or closed: {accounts}',
    ko: '일시 중지되었거나 해지되어 제외한 계정: {accounts}',
  },
  optedOut: {
    en: 'Regions that are switched off in {account}: {regions}',
    ko: '{account} 계정에서 비활성화된 리전: {regions}',
  },
  uploaded: {
    en: 'Sent to {server}; scan {id} judges it there.',
    ko: '{server}로 전송했습니다. 스캔 {id}에서 판정합니다.',
  },
  interrupted: {
    en: 'Interrupted. Run the same command again with --facts {dir} to go on.',
    ko: '중단되었습니다. --facts {dir} 옵션으로 같은 명령을 다시 실행하면 이어서 진행합니다.',
  },
};

export function scanAwsCommand(): Command {
  return withJudgeFlags(new Command('aws'))
    .description('collect an AWS account or organisation and judge it')
    .option('-p, --profile <name>', 'profile of the AWS configuration; else the usual chain of credentials')
    .option('--role <arns...>', 'roles to assume, one in each account')
    .option(
      '--organization [role]',
      `every active account of the organisation, through a role of this name (${organizationRole})`,
    )
    .option('--external-id <id>', 'shown when a role is assumed')
    .option('--regions <names...>', 'only these regions; else every region that is switched on')
    .option('--all', 'collect every detail, not only what the controls read')
    .option('--facts <dir>', 'keep the facts in this folder; an interrupted scan goes on from it')
    .option('--server <url>', 'send the facts to a server, which judges them')
    .option('--token <token>', 'API token for --server; else HWASEONG_TOKEN')
    .option('--connection <name>', 'name of the connection on the server', 'cli')
    .action(scanAws);
}

async function scanAws(flags: AwsFlags): Promise<void> {
  const language = languageOf(process.env);
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const controls = await chosenControls(flags, awsCatalog);
  const compiled = await compile(controls);
  const params = await paramsFor(flags);
  await checkOutput(flags.out);
  const token = flags.server === undefined ? undefined : tokenOf(flags);
  const recording = await openRecording(flags.facts, new Date());
  if (recording.resumable > 0) tell(say(text.resumed, language, { dir: recording.dir, calls: recording.resumable }));

  const progress = createProgress(process.stderr, language);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const summary = await collectAws(
      {
        tenant: 'default',
        connection: flags.connection,
        access: localAccess({
          profile: flags.profile,
          roles: namesIn(flags.role),
          organization: organizationOf(flags),
          externalId: flags.externalId,
        }),
        needs: flags.all === true ? 'all' : new Set(controls.flatMap((control: Control) => control.uses)),
        regions: namesIn(flags.regions),
        services: namesIn(flags.services),
        redactionKey: await redactionKey(),
        now: () => new Date(),
        recorded: recording.recorded,
        signal: stop.signal,
      },
      recording.sink,
      progress.on,
    );
    await recording.sink.close();
    if (summary.interrupted) {
      progress.end();
      if (flags.facts !== undefined) tell(say(text.interrupted, language, { dir: recording.dir }));
      process.exitCode = exitCodes.incomplete;
      return;
    }
    await recording.finish();
    progress.judging();
    const report = await judgeFacts(recording.dir, awsCatalog, compiled, { now: new Date(), ...params });
    progress.end();
    if (summary.failed.length > 0) report.incomplete = true;
    notes(summary).forEach(tell);
    if (flags.server !== undefined && token !== undefined) {
      const id = await uploadFacts(recording.dir, flags.server, token, flags.connection);
      tell(say(text.uploaded, language, { server: flags.server, id }));
    }
    await deliver(report, flags);
    process.exitCode = exitCodeOf(report, flags.failOn);
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await recording.discard();
  }

  function notes({ accounts, failed, inactive }: CollectSummary): string[] {
    const lines = failed.map(({ account, error }) => say(text.entered, language, { account, reason: error.message }));
    if (inactive.length > 0) lines.push(say(text.inactive, language, { accounts: inactive.join(', ') }));
    for (const { account, regions } of accounts) {
      const off = Object.keys(regions).filter((region) => regions[region] === 'opted-out');
      if (off.length > 0) lines.push(say(text.optedOut, language, { account, regions: off.join(', ') }));
    }
    return lines;
  }
}

function organizationOf({ organization }: AwsFlags): { role: string } | undefined {
  if (organization === undefined) return undefined;
  return { role: organization === true ? organizationRole : organization };
}
