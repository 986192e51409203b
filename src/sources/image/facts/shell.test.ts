import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandsOf } from './shell.ts';

describe('the commands of a script', () => {
  it.each<[string, string, string[][]]>([
    ['are split at operators', 'a 1 && b || c; d | e & f\ng', [['a', '1'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]],
    ['lose their quotes', `echo 'a b' "c d" e\\ f ""`, [['echo', 'a b', 'c d', 'e f', '']]],
    ['go on in the next line', 'apk add \\\n  git', [['apk', 'add', 'git']]],
    ['have no comments', 'a # && b\nc', [['a'], ['c']]],
    ['are found behind reserved words', 'if ! a; then b; else c; fi', [['a'], ['b'], ['c']]],
    ['are found in blocks', '{ a; } && (cd /x && b)', [['a'], ['cd', '/x'], ['b']]],
    [
      'tell what a substitution runs',
      'x=$(a 1); echo "$(b)" `c`',
      [['x=$(a 1)'], ['a', '1'], ['echo', '$(b)', '`c`'], ['b'], ['c']],
    ],
    ['tell what a shell is given', `bash -ec "a && b"`, [['bash', '-ec', 'a && b'], ['a'], ['b']]],
    ['tell what a shell is fed', 'sh <<EOF\na\nb 1\nEOF\nc', [['sh'], ['a'], ['b', '1'], ['c']]],
    ['leave out what goes into a file', 'cat <<-END > /x\n\ta\n\tEND\nb', [['cat', '>', '/x'], ['b']]],
    ['keep redirections of numbers in one piece', 'a >/dev/null 2>&1', [['a', '>/dev/null', '2>&1']]],
  ])('%s', (_, script, commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });

  it('are bounded, whatever the text', () => {
    expect(commandsOf('a;'.repeat(100_000)).length).toBeLessThanOrEqual(500);
    expect(commandsOf(`${'$('.repeat(20_000)}a`).length).toBeLessThanOrEqual(500);
    expect(commandsOf('"$('.repeat(20_000)).length).toBeLessThanOrEqual(500);
    expect(commandsOf('<<a '.repeat(10_000)).length).toBeLessThanOrEqual(500);
  });

  it('come of any text', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '"',
      "'",
      '\\',
      '$(',
      ')',
      '`',
      '<<E',
      'E',
      ';',
      '&&',
      '|',
      '#',
      '(',
      'sh -c ',
      'é',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (script) => commandsOf(script).every((words) => words.length > 0)),
      { numRuns: 300 },
    );
  });
});
