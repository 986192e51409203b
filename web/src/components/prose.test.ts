import { describe, expect, it } from 'vitest';
import { blocks, spans } from './prose.ts';

describe('blocks', () => {
  it('joins lines that were wrapped by hand', () => {
    expect(blocks('One line\nand the next.\n\nA new paragraph.')).toEqual([
      { type: 'paragraph', text: 'One line and the next.' },
      { type: 'paragraph', text: 'A new paragraph.' },
    ]);
  });

  it('knows steps, also those that run over several lines', () => {
    expect(blocks('First:\n1. Open the console\n   and sign in.\n\n2. Close it.')).toEqual([
      { type: 'paragraph', text: 'First:' },
      { type: 'steps', items: ['Open the console and sign in.', 'Close it.'] },
    ]);
  });

  it('tells points from steps', () => {
    expect(blocks('- one\n- two\n1. three')).toEqual([
      { type: 'points', items: ['one', 'two'] },
      { type: 'steps', items: ['three'] },
    ]);
  });

  it('does not take a number inside a sentence for a step', () => {
    expect(blocks('Use TLS\n1.2 or newer')).toEqual([{ type: 'paragraph', text: 'Use TLS 1.2 or newer' }]);
    expect(blocks('')).toEqual([]);
  });
});

describe('spans', () => {
  it('finds code between backticks', () => {
    expect(spans('Set `a` to `b`.')).toEqual([
      { code: false, text: 'Set ' },
      { code: true, text: 'a' },
      { code: false, text: ' to ' },
      { code: true, text: 'b' },
      { code: false, text: '.' },
    ]);
    expect(spans('a lone ` tick')).toEqual([{ code: false, text: 'a lone ` tick' }]);
  });
});
