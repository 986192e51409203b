import { Command } from 'commander';
import { connectCommand } from './commands/connect.ts';
import { controlsCommand } from './commands/controls.ts';
import { languageOf } from './commands/language.ts';
import { scanFactsCommand } from './commands/scan.ts';
import { scanAwsCommand } from './commands/scan-aws.ts';
import { serveCommand } from './commands/serve.ts';
import { version } from './commands/version.ts';
import { workCommand } from './commands/work.ts';
import { exitCodes, UserError } from './model/index.ts';

const program = new Command('hwaseong')
  .description('Cloud-native security: cloud, cluster, container, code. Self-hosted.')
  .version(version);

const scan = new Command('scan').description('collect, judge, and print what is wrong');
scan.addCommand(scanAwsCommand());
scan.addCommand(scanFactsCommand());
program.addCommand(scan);
program.addCommand(serveCommand());
program.addCommand(workCommand(), { hidden: true });
program.addCommand(connectCommand());
program.addCommand(controlsCommand());
strict(program);

// A reader that has seen enough (`| head`) gets no stack trace; what was cut is not called clean either.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.usage);
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.in(languageOf(process.env))}\n`);
  process.exitCode = error.exitCode;
}

/** Wrong usage ends with 2 in every command, and with a pointer to help. */
function strict(command: Command): void {
  command.showHelpAfterError('(--help shows what is possible)');
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.clean : exitCodes.usage));
  for (const below of command.commands) strict(below);
}
