import { UnreadableFile } from '../../files/errors.ts';
import type { PackageCatalog } from '../types.ts';
import { type Locked, lockFile, withEdges } from './lock-file.ts';

/** Bundler's lock file: sections of indented lines, gems four deep and what they need six deep. */
export const gemfileLock: PackageCatalog = lockFile('bundler', ['Gemfile.lock', 'gems.locked'], (text) => {
  const gems = new Map<string, Locked & { needs: string[] }>();
  const direct = new Set<string>();
  let section = '';
  let current: { needs: string[] } | undefined;
  text.split('\n').forEach((line, index) => {
    if (/^[A-Z]/.test(line)) {
      section = line.trim();
      current = undefined;
      return;
    }
    const [, indent, name, version] = /^( +)([^\s!(]+)(?: \(([^()]*)\))?!?\s*$/.exec(line) ?? [];
    if (indent === undefined || name === undefined) return;
    if (section === 'DEPENDENCIES' && indent.length === 2) direct.add(name);
    else if (section === 'GEM' || section === 'GIT' || section === 'PLUGIN SOURCE') {
      if (indent.length === 4 && version !== undefined) {
        current = { needs: [] };
        const [number = version] = version.split('-');
        gems.set(name, { type: 'gem', name, version: number, lines: [index + 1, index + 1], needs: current.needs });
      } else if (indent.length === 6) current?.needs.push(name);
    }
  });
  if (section === '') throw new UnreadableFile('malformed', 'no lock file of Bundler');
  for (const gem of gems.values()) gem.relationship = direct.has(gem.name) ? 'direct' : 'indirect';
  return { packages: withEdges(gems) };
});
