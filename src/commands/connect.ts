import { Command, Option } from 'commander';
import { awsCatalog, type PolicyFormat, printPolicy } from '../sources/aws/index.ts';
import { namesIn } from './flags.ts';
import { chosenControls } from './scan.ts';

interface AwsFlags {
  printPolicy: PolicyFormat | true;
  controls?: string[];
  services?: string[];
  ownControls?: string;
  all?: boolean;
  externalId?: string;
  trustedAccount?: string;
}

/** `connect aws --print-policy`: what an account has to allow, and no more. */
export function connectCommand(): Command {
  const command = new Command('connect').description('what a cloud has to allow before it can be looked at');
  command
    .command('aws')
    .description('print the least-privilege policy that collecting takes')
    .addOption(
      new Option('--print-policy [format]', 'as a policy document, or as a template of a read-only role')
        .choices(['json', 'cloudformation', 'terraform'])
        .preset('json')
        .makeOptionMandatory(),
    )
    .option('--controls <ids...>', 'only for these controls')
    .option('--services <names...>', 'only for these services')
    .option('--own-controls <dir>', 'for the controls in this folder too')
    .option('--all', 'for every detail that can be collected')
    .option('--trusted-account <id>', 'account whose principals may assume the role (templates)')
    .option('--external-id <id>', 'what they have to show (templates)')
    .action(async (flags: AwsFlags) => {
      const controls = await chosenControls(flags, awsCatalog);
      const operations = flags.all === true ? 'all' : new Set(controls.flatMap((control) => control.uses));
      const format = flags.printPolicy === true ? 'json' : flags.printPolicy;
      const { trustedAccount, externalId } = flags;
      const services = namesIn(flags.services);
      const only = services === undefined ? undefined : new Set(services);
      process.stdout.write(`${printPolicy(operations, format, { trustedAccount, externalId }, only).trimEnd()}\n`);
    });
  return command;
}
