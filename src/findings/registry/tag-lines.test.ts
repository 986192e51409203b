import { describe, expect, it } from 'vitest';
import { supersededTags, versionTag } from './tag-lines.ts';

const superseded = (...tags: string[]) => supersededTags(tags).map(({ tag, by }) => `${tag} < ${by}`);

describe('a tag', () => {
  it.each([
    ['1.4.2', '1.*.*'],
    ['v1.4.2-alpine3.19', 'v1.*.*-alpine3.19'],
    ['release-2.0', 'release-2.*'],
    ['1.4.2-rc.1', '1.*.*'],
  ])('%s is of the line %s', (tag, line) => {
    expect(versionTag(tag)?.line).toBe(line);
  });

  it.each(['latest', 'main', '3', 'deadbeef', 'sha256-ab.sig', '20260101'])('%s names no version', (tag) => {
    expect(versionTag(tag)).toBeUndefined();
  });
});

describe('newer tags of a line', () => {
  it('replace older ones, by number and not by letter', () => {
    expect(superseded('1.9.0', '1.10.0', '1.2.0')).toEqual(['1.9.0 < 1.10.0', '1.2.0 < 1.10.0']);
  });

  it('replace nothing of another major version, prefix or variant', () => {
    expect(superseded('1.9.0', '2.0.0', 'v1.10.0', '1.10.0-alpine')).toEqual([]);
  });

  it('are releases: a preview replaces none, and is replaced by its own release', () => {
    expect(superseded('1.4.0', '1.5.0-rc1')).toEqual([]);
    expect(superseded('1.5.0', '1.5.0-rc1')).toEqual(['1.5.0-rc1 < 1.5.0']);
    expect(superseded('1.5.0-rc.2', '1.5.0-rc.10')).toEqual(['1.5.0-rc.2 < 1.5.0-rc.10']);
  });
});
