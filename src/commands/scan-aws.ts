import { Command } from 'commander';
import type { Control, Language } from '../model/index.ts';
import { awsCatalog, type CollectSummary, collectAws, localAccess, organizationRole } from '../sources/aws/index.ts';
import { namesIn } from './flags.ts';
import { languageOf, say } from './language.ts';
import { checkOutput } from './output.ts';
import { createProgress } from './progress.ts';
import { redactionKey } from './redaction-key.ts';
import { chosenControls, compile, deliver, exitCodeOf, type JudgeFlags, paramsFor, withJudgeFlags } from './scan.ts';
import { type RecordFlags, scanning, withRecordFlags } from './scanning.ts';

interface AwsFlags extends JudgeFlags, RecordFlags {
  profile?: string;
  role?: string[];
  organization?: string | true;
  externalId?: string;
  regions?: string[];
  all?: boolean;
}

const text = {
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
};

export function scanAwsCommand(): Command {
  const command = withJudgeFlags(new Command('aws'))
    .description('collect an AWS account or organisation and judge it')
    .option('-p, --profile <name>', 'profile of the AWS configuration; else the usual chain of credentials')
    .option('--role <arns...>', 'roles to assume, one in each account')
    .option(
      '--organization [role]',
      `every active account of the organisation, through a role of this name (${organizationRole})`,
    )
    .option('--external-id <id>', 'shown when a role is assumed')
    .option('--regions <names...>', 'only these regions; else every region that is switched on')
    .option('--all', 'collect every detail, not only what the controls read');
  return withRecordFlags(command, { resumes: true }).action(scanAws);
}

async function scanAws(flags: AwsFlags): Promise<void> {
  const language = languageOf(process.env);
  const now = new Date();
  const controls = await chosenControls(flags, awsCatalog);
  const compiled = await compile(controls);
  const params = await paramsFor(flags);
  await checkOutput(flags.out);
  const progress = createProgress(process.stderr, language);
  await scanning(flags, { language, now, progress, resumes: true }, async (scan) => {
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
        recorded: scan.recorded,
        signal: scan.signal,
      },
      scan.sink,
      progress.on,
    );
    scan.signal.throwIfAborted();
    progress.judging();
    const report = await scan.judge(awsCatalog, compiled, { now: new Date(), ...params });
    if (summary.failed.length > 0) report.incomplete = true;
    for (const line of notes(summary, language)) process.stderr.write(`${line}\n`);
    await scan.send();
    await deliver(report, flags);
    process.exitCode = exitCodeOf(report, flags.failOn);
  });
}

function notes({ accounts, failed, inactive }: CollectSummary, language: Language): string[] {
  const lines = failed.map(({ account, error }) => say(text.entered, language, { account, reason: error.message }));
  if (inactive.length > 0) lines.push(say(text.inactive, language, { accounts: inactive.join(', ') }));
  for (const { account, regions } of accounts) {
    const off = Object.keys(regions).filter((region) => regions[region] === 'opted-out');
    if (off.length > 0) lines.push(say(text.optedOut, language, { account, regions: off.join(', ') }));
  }
  return lines;
}

function organizationOf({ organization }: AwsFlags): { role: string } | undefined {
  if (organization === undefined) return undefined;
  return { role: organization === true ? organizationRole : organization };
}
