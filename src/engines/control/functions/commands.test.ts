import { describe, expect, it } from 'vitest';
import { commandFunctions } from './commands.ts';

const handlerOf = (name: string) =>
  commandFunctions.find((one) => one.name === name)?.handler as unknown as (...args: unknown[]) => unknown;
const runs = (commands: unknown, programs: unknown[], words: unknown[] = []) =>
  handlerOf('runs')(commands, programs, words) as { index: bigint; program: string; words: string[] }[];

describe('commands that run a program', () => {
  it.each([
    ['plainly', ['apt-get', 'install', '-y', 'git']],
    ['by its path', ['/usr/bin/apt-get', 'install']],
    ['behind assignments', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install']],
    ['by sudo', ['sudo', '-E', 'apt-get', 'install']],
    ['by env', ['env', 'A=b', 'apt-get', 'install']],
    ['under a limit of time', ['timeout', '60', 'apt-get', 'install']],
  ])('%s', (_, words) => {
    expect(runs([words], ['apt-get'], ['install'])).toMatchObject([{ index: 0n, program: 'apt-get' }]);
  });

  it.each([
    ['another one', ['yum', 'install']],
    ['one that only begins like it', ['apt-get-wrapper', 'install']],
    ['one that is only spoken of', ['echo', 'apt-get', 'install']],
    ['without the word', ['apt-get', 'update']],
  ])('not %s', (_, words) => {
    expect(runs([words], ['apt-get'], ['install'])).toEqual([]);
  });

  it('count what runs them as well', () => {
    expect(runs([['sudo', 'make', 'install']], ['sudo'])).toHaveLength(1);
    expect(runs([['sudo']], ['sudo'])).toHaveLength(1);
  });

  it('are told by their positions', () => {
    const commands = [['apt-get', 'update'], ['true'], ['apt-get', 'install', 'git']];
    expect(runs(commands, ['apt-get']).map(({ index }) => index)).toEqual([0n, 2n]);
    expect(handlerOf('lastRun')(commands, ['apt-get'], [])).toBe(2n);
    expect(handlerOf('lastRun')(commands, ['yum'], [])).toBe(-1n);
  });

  it('are none of what is no list of commands', () => {
    for (const value of [null, 3n, 'apt-get', {}, [null, 3n, [3n], []]]) expect(runs(value, ['apt-get'])).toEqual([]);
  });
});
