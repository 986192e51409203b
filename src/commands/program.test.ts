import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { koreanHelp } from './korean-help.ts';
import { createProgram } from './program.ts';

/** Every text of help that a person reads, but for hidden commands. */
function textsOf(command: Command): string[] {
  const own = [
    command.description(),
    ...command.options.map((option) => option.description),
    ...command.registeredArguments.map((argument) => argument.description),
  ];
  const shown = command.commands.filter((below) => !(below as unknown as { _hidden: boolean })._hidden);
  return [...own, ...shown.flatMap(textsOf)].filter((text) => text !== '');
}

const frame = [
  'display help for command',
  '(--help shows what is possible)',
  'Usage:',
  'Arguments:',
  'Options:',
  'Commands:',
];

describe('the help of the command line', () => {
  it('exists in Korean for every text, and for nothing else', async () => {
    const english = new Set([...textsOf(await createProgram('en')), ...frame]);
    expect([...english].filter((text) => koreanHelp[text] === undefined)).toEqual([]);
    expect(Object.keys(koreanHelp).filter((text) => !english.has(text))).toEqual([]);
  });

  it('is shown in the reader’s language', async () => {
    const scan = (await createProgram('ko')).commands.find((command) => command.name() === 'scan');
    expect(scan?.helpInformation()).toContain('사용법:');
    expect(scan?.helpInformation()).toContain('AWS 계정 또는 조직을 수집하고 판정합니다');
    expect((await createProgram('en')).helpInformation()).toContain('Usage:');
  });
});

describe('the command line', () => {
  const names = async (...words: string[]) => {
    const { commands } = await createProgram('en', words);
    return commands.flatMap((command) =>
      command.name() === 'scan' ? command.commands.map((below) => `scan ${below.name()}`) : command.name(),
    );
  };

  it('loads the command alone that is named', async () => {
    expect(await names('scan', 'host', '--help')).toEqual(['scan host']);
    expect(await names('gate', 'image', 'x')).toEqual(['gate']);
  });

  it('loads all where several are asked about, or none is known', async () => {
    const all = await names();
    expect(all).toContain('scan aws');
    expect(all).toContain('serve');
    expect(await names('scan')).toEqual(all);
    expect(await names('scan', 'nothing')).toEqual(all);
    expect(await names('--help')).toEqual(all);
  });
});
