import { Command } from 'commander';
import { exitCodes, type Language } from '../model/index.ts';
import { connectCommand } from './connect.ts';
import { controlsCommand } from './controls.ts';
import { dbCommand } from './db.ts';
import { gateCommand } from './gate.ts';
import { koreanHelp } from './korean-help.ts';
import { scanFactsCommand } from './scan.ts';
import { scanAwsCommand } from './scan-aws.ts';
import { scanEventsCommand } from './scan-events.ts';
import { scanHostCommand } from './scan-host.ts';
import { scanImageCommand } from './scan-image.ts';
import { scanRegistryCommand } from './scan-registry.ts';
import { serveCommand } from './serve.ts';
import { version } from './version.ts';
import { workCommand } from './work.ts';

/** Every command, with its help and its complaints about wrong usage in a language. */
export function createProgram(language: Language): Command {
  const program = new Command('hwaseong')
    .description('Cloud-native security: cloud, cluster, container, code. Self-hosted.')
    .version(version, '-V, --version', 'output the version number');
  const scan = new Command('scan').description('collect, judge, and print what is wrong');
  scan.addCommand(scanAwsCommand());
  scan.addCommand(scanFactsCommand());
  scan.addCommand(scanEventsCommand());
  scan.addCommand(scanImageCommand());
  scan.addCommand(scanRegistryCommand());
  scan.addCommand(scanHostCommand());
  program.addCommand(scan);
  program.addCommand(serveCommand());
  program.addCommand(workCommand(), { hidden: true });
  program.addCommand(connectCommand());
  program.addCommand(gateCommand());
  program.addCommand(controlsCommand());
  program.addCommand(dbCommand());
  finish(program, language);
  return program;
}

/** Wrong usage ends with 2 in every command, and with a pointer to help. */
function finish(command: Command, language: Language): void {
  const say = (text: string) => (language === 'ko' ? (koreanHelp[text] ?? text) : text);
  command.description(say(command.description()));
  for (const option of command.options) option.description = say(option.description);
  for (const argument of command.registeredArguments) argument.description = say(argument.description);
  command.helpOption('-h, --help', say('display help for command'));
  command.helpCommand(false);
  command.configureHelp({ styleTitle: say });
  command.showHelpAfterError(say('(--help shows what is possible)'));
  if (language === 'ko') command.configureOutput({ outputError: (text, write) => write(koreanComplaint(text)) });
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.clean : exitCodes.usage));
  for (const below of command.commands) finish(below, language);
}

/** What commander says of wrong usage, by how its English sentence begins. */
const complaints: readonly [RegExp, string][] = [
  [/^error: unknown option/, '알 수 없는 옵션입니다'],
  [/^error: unknown command/, '알 수 없는 명령입니다'],
  [/^error: missing required argument/, '인수가 없습니다'],
  [/^error: option .* argument missing/, '옵션의 값이 없습니다'],
  [/^error: required option .* not specified/, '필수 옵션이 없습니다'],
  [/^error: (option|command-argument) .* is invalid/, '값이 올바르지 않습니다'],
  [/^error: too many arguments/, '인수가 너무 많습니다'],
];

/** The complaint in Korean, with the name in question, which stands in quotes in the English sentence. */
function koreanComplaint(text: string): string {
  const found = complaints.find(([pattern]) => pattern.test(text))?.[1];
  const name = /'([^']*)'/.exec(text)?.[1];
  if (found === undefined) return text;
  return name === undefined ? `${found}.\n` : `${found}: ${name}\n`;
}
