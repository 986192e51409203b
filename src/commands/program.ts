import { Command } from 'commander';
import { exitCodes, type Language } from '../model/index.ts';
import { THREAD_COMMAND } from '../server/thread-command.ts';
import { koreanHelp } from './korean-help.ts';
import { version } from './version.ts';

/** Every command by its words, and what loads it. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  'scan aws': async () => (await import('./scan-aws.ts')).scanAwsCommand(),
  'scan facts': async () => (await import('./scan-facts.ts')).scanFactsCommand(),
  'scan events': async () => (await import('./scan-events.ts')).scanEventsCommand(),
  'scan image': async () => (await import('./scan-image.ts')).scanImageCommand(),
  'scan registry': async () => (await import('./scan-registry.ts')).scanRegistryCommand(),
  'scan dir': async () => (await import('./scan-dir.ts')).scanDirCommand(),
  'scan host': async () => (await import('./scan-host.ts')).scanHostCommand(),
  serve: async () => (await import('./serve.ts')).serveCommand(),
  [THREAD_COMMAND]: async () => (await import('./work.ts')).workCommand(),
  connect: async () => (await import('./connect.ts')).connectCommand(),
  gate: async () => (await import('./gate.ts')).gateCommand(),
  controls: async () => (await import('./controls.ts')).controlsCommand(),
  db: async () => (await import('./db.ts')).dbCommand(),
};

/**
 * The commands, with their help and their complaints about wrong usage in a language.
 *
 * @param words what the user typed after the program's name: where that names a command, it alone is loaded, as what the others need takes a second
 */
export async function createProgram(language: Language, words: readonly string[] = []): Promise<Command> {
  const program = new Command('hwaseong')
    .description('Cloud-native security: cloud, cluster, container, code. Self-hosted.')
    .version(version, '-V, --version', 'output the version number');
  const scan = new Command('scan').description('collect, judge, and print what is wrong');
  for (const name of namedBy(words)) {
    const command = await (commands[name] as () => Promise<Command>)();
    const below = name.startsWith('scan ');
    if (below && !program.commands.includes(scan)) program.addCommand(scan);
    (below ? scan : program).addCommand(command, { hidden: name === THREAD_COMMAND });
  }
  finish(program, language);
  return program;
}

/** The one command that is meant, or all, where help on several is asked for or none is known by that name. */
function namedBy([first = '', second = '']: readonly string[]): readonly string[] {
  if (first === '-V' || first === '--version') return [];
  for (const name of [first, `${first} ${second}`]) if (Object.hasOwn(commands, name)) return [name];
  return Object.keys(commands);
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
