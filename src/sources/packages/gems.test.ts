import { describe, expect, it } from 'vitest';
import { readWith } from './entry.fixture.ts';
import { gems } from './gems.ts';

const folder = 'usr/lib/ruby/gems/3.2.0/specifications';
const read = (file: string, text: string) => readWith(gems, `${folder}/${file}`, text)?.packages;

describe('Ruby gems', () => {
  it('are told by the comment that RubyGems writes', () => {
    const text = `# -*- encoding: utf-8 -*-
# stub: some-gem 1.2.3 ruby lib

Gem::Specification.new do |s|
  s.name = "some-gem".freeze
  s.version = "1.2.3"
  s.licenses = ["MIT".freeze, "Ruby".freeze]
  s.authors = ["Some One".freeze, "Another".freeze]
end
`;
    expect(read('some-gem-1.2.3.gemspec', text)).toEqual([
      { type: 'gem', name: 'some-gem', version: '1.2.3', licenses: ['MIT', 'Ruby'], supplier: 'Some One' },
    ]);
  });

  it('are told by their assignments, or by the name of the file where they compute', () => {
    const text = `Gem::Specification.new do |spec|\n  spec.name = 'plain'\n  spec.version = Gem::Version.new('0.1.0.pre')\nend\n`;
    expect(read('default/plain-0.1.0.pre.gemspec', text)).toEqual([
      { type: 'gem', name: 'plain', version: '0.1.0.pre' },
    ]);
    const computed = `Gem::Specification.new do |s|\n  s.name = NAME\n  s.version = VERSION\nend\n`;
    expect(read('two-words-2.0-java.gemspec', computed)).toEqual([{ type: 'gem', name: 'two-words', version: '2.0' }]);
    expect(() => read('what.gemspec', computed)).toThrow('lacks a name or version');
  });

  it('are told by quotes of old', () => {
    const text =
      'Gem::Specification.new do |s|\n  s.name = %q{old}\n  s.version = "0.9"\n  s.authors = [%q{Some One}]\nend\n';
    expect(read('old-0.9.gemspec', text)).toEqual([{ type: 'gem', name: 'old', version: '0.9', supplier: 'Some One' }]);
  });

  it('are those installed, not the specifications they bring along', () => {
    expect(readWith(gems, 'usr/lib/ruby/gems/3.2.0/gems/some-gem-1.2.3/some-gem.gemspec', '')).toBeUndefined();
  });
});
