import { isObject, type Json } from '../../../model/index.ts';
import { UnreadableFile } from '../../files/errors.ts';
import { purlOf } from '../purl.ts';
import type { PackageCatalog, PackageFound, PackageReading, ToldFile } from '../types.ts';
import { textsIn } from './documents.ts';
import { folderOf, lockFile, nameOf } from './lock-file.ts';

/** From here on `go.mod` names every module that is needed, also by others (https://go.dev/ref/mod#graph-pruning). */
const pruned = [1, 17];

/** Modules of Go by `go.mod` (https://go.dev/ref/mod#go-mod-file), before Go 1.17 with those that `go.sum` has beyond. */
export const goMod: PackageCatalog = {
  ...lockFile('go-mod', ['go.mod', 'go.sum'], (text, name) => (name === 'go.sum' ? sums(text) : modules(text))),
  join,
};

interface Directive {
  verb: string;
  words: string[];
  comment: string;
  line: number;
}

function modules(text: string): PackageReading {
  const required = new Map<string, PackageFound>();
  const replaced: { from: string; version?: string; to: string; by?: string }[] = [];
  let module: string | undefined;
  let language: string | undefined;
  let toolchain: string | undefined;
  for (const { verb, words, comment, line } of directives(text)) {
    const [first = '', second = ''] = words;
    if (verb === 'module') module = first;
    else if (verb === 'go') language = first;
    else if (verb === 'toolchain') toolchain = /^go(\d[\w.]*)/.exec(first)?.[1];
    else if (verb === 'require' && first !== '' && second !== '') {
      const relationship = /^indirect\b/.test(comment) ? 'indirect' : 'direct';
      required.set(first, { type: 'golang', name: first, version: second, relationship, lines: [line, line] });
    } else if (verb === 'replace') {
      const arrow = words.indexOf('=>');
      const [to = '', by] = words.slice(arrow + 1);
      const version = arrow === 2 ? second : undefined;
      if (arrow > 0 && to !== '') replaced.push({ from: first, to, ...(version && { version }), ...(by && { by }) });
    }
  }
  if (module === undefined && required.size === 0) throw new UnreadableFile('malformed', 'no module is named');
  for (const { from, version, to, by } of replaced) {
    const one = required.get(from);
    if (one === undefined || (version !== undefined && version !== one.version)) continue;
    // A folder in its place is part of the project.
    if (by === undefined) required.delete(from);
    else required.set(from, { ...one, name: to, version: by });
  }
  const standard = toolchain ?? (/^1\.\d+\.\d+/.test(language ?? '') ? language : undefined);
  const library: PackageFound[] =
    standard === undefined ? [] : [{ type: 'golang', name: 'stdlib', version: standard, relationship: 'direct' }];
  return {
    packages: [...required.values(), ...library],
    ...(module !== undefined && { project: purlOf({ type: 'golang', name: module, version: '' }) }),
    part: { complete: isPruned(language) },
  };
}

function* directives(text: string): Generator<Directive> {
  let block: string | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const at = raw.indexOf('//');
    const code = (at < 0 ? raw : raw.slice(0, at)).trim();
    const comment = at < 0 ? '' : raw.slice(at + 2).trim();
    const words = code.split(/\s+/).map((word) => word.replace(/^["`]|["`]$/g, ''));
    if (code === '') continue;
    if (code === ')') block = undefined;
    else if (block !== undefined) yield { verb: block, words, comment, line: index + 1 };
    else if (words.at(-1) === '(') block = words[0];
    else yield { verb: words[0] as string, words: words.slice(1), comment, line: index + 1 };
  }
}

function isPruned(language: string | undefined): boolean {
  const [major = 0, minor = 0] = (language ?? '').split('.').map(Number);
  return major > (pruned[0] as number) || (major === pruned[0] && minor >= (pruned[1] as number));
}

/** `module version hash`, in the order of versions; of several versions of a module the highest is the one that is built. */
function sums(text: string): PackageReading {
  const highest = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [module, version, hash] = line.trim().split(/\s+/);
    if (module && version && hash) highest.set(module, version.replace(/\/go\.mod$/, ''));
  }
  return { part: { highest: Array.from(highest, ([module, version]) => `${module} ${version}`) } };
}

function join(files: readonly ToldFile[]): PackageReading[] {
  const sumsIn = new Map<string, Json>();
  for (const { path, value } of files) {
    if (nameOf(path) === 'go.sum' && value.part !== undefined) sumsIn.set(folderOf(path), value.part);
  }
  return files.map(({ path, value }) => {
    const { part, ...told } = value;
    const sum = sumsIn.get(folderOf(path));
    if (told.packages === undefined || !isObject(part) || part.complete !== false || !isObject(sum)) return told;
    const named = new Set(told.packages.map(({ name }) => name));
    const others = textsIn(sum.highest).flatMap((one): PackageFound[] => {
      const [name = '', version = ''] = one.split(' ');
      return named.has(name) ? [] : [{ type: 'golang', name, version, relationship: 'indirect' }];
    });
    return { ...told, packages: [...told.packages, ...others] };
  });
}
