import type { CelFunction } from '../../../model/index.ts';

/** Most commands looked at, and words of each. */
const MAX_COMMANDS = 1000;
const MAX_WORDS = 1000;

/** Programs that run another one: what they run counts. */
const carriers = new Set([
  'sudo',
  'doas',
  'env',
  'nice',
  'nohup',
  'time',
  'exec',
  'command',
  'xargs',
  'timeout',
  'su-exec',
  'gosu',
  'eatmydata',
]);

/** Options and a number that may stand between a carrier and its program. */
const between = /^(?:-|\d+[smhd]?$|[A-Za-z_]\w*=)/;

/** The program of a command and the words after it; what runs it, assignments and the folder of the program are left out. */
function programOf(words: readonly unknown[]): { program: string; rest: string[]; by: string[] } {
  const texts = words.slice(0, MAX_WORDS).filter((word): word is string => typeof word === 'string');
  const by: string[] = [];
  let at = 0;
  for (;;) {
    while (at < texts.length && /^[A-Za-z_]\w*=/.test(texts[at] as string)) at += 1;
    const program = (texts[at] ?? '').replace(/^.*\//, '');
    if (!carriers.has(program)) return { program, rest: texts.slice(at + 1), by };
    by.push(program);
    at += 1;
    while (at < texts.length && between.test(texts[at] as string)) at += 1;
    if (at >= texts.length) return { program, rest: [], by: by.slice(0, -1) };
  }
}

interface Run {
  index: bigint;
  program: string;
  words: string[];
}

function runsOf(commands: unknown, programs: readonly unknown[], wanted: readonly unknown[]): Run[] {
  if (!Array.isArray(commands)) return [];
  const found: Run[] = [];
  for (const [index, words] of commands.slice(0, MAX_COMMANDS).entries()) {
    if (!Array.isArray(words)) continue;
    const { program, rest, by } = programOf(words);
    const named = programs.find((one) => one === program || by.includes(String(one)));
    if (named === undefined || (wanted.length > 0 && !rest.some((word) => wanted.includes(word)))) continue;
    found.push({ index: BigInt(index), program: String(named), words: rest });
  }
  return found;
}

export const commandFunctions: readonly CelFunction[] = [
  {
    name: 'runs',
    params: ['dyn', 'list', 'list'],
    returns: 'list',
    doc: 'Of the commands of an image\'s step (lists of words) those that run one of the programs named and have one of the words; an empty list of words: any. What a program is run by (sudo, env), its folder and assignments before it do not count. A list of {index, program, words}: runs(item.commands, ["apt-get", "apt"], ["install"]).',
    handler: runsOf,
  },
  {
    name: 'lastRun',
    params: ['dyn', 'list', 'list'],
    returns: 'int',
    doc: 'Position of the last of the commands that runs(...) gives for the same arguments; -1 where there is none.',
    handler: (commands: unknown, programs: unknown[], wanted: unknown[]) =>
      runsOf(commands, programs, wanted).at(-1)?.index ?? -1n,
  },
];
