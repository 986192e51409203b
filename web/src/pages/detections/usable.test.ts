import { describe, expect, it } from 'vitest';
import { usable } from './usable.ts';

const good = "title: Good\nid: '1'\nlevel: high";
const bad = 'title: Bad\nid: 2';
const named = 'title: Named\nname: three # ours';

describe('the documents of a text that can be used', () => {
  it('are those whose id or name was accepted', () => {
    expect(usable([good, bad, named].join('\n---\n'), ['1', 'three'])).toBe(`${good}\n---\n${named}`);
  });

  it('are all where none is known by its name', () => {
    expect(usable(bad, ['other'])).toBe(bad);
  });
});
