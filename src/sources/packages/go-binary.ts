import { decoding } from './content.ts';
import { type Executable, isExecutable, openExecutable, wantsExecutable } from './executable/index.ts';
import type { PackageCatalog, PackageFound } from './types.ts';

const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const headerSize = 32;
const flags = { bigEndian: 1, inline: 2 };
/** Most bytes of the list of modules. */
const mostBytes = 16 * 1024 * 1024;
/** Bytes before and after the list of modules by which the runtime finds it. */
const frame = 16;

/** Modules of which a Go program is made, and its standard library, from the build information that the linker leaves in it. */
export const goBinary: PackageCatalog = {
  id: 'go-binary',
  version: 1,
  finds: 'installed',
  wants: wantsExecutable,
  sniff: isExecutable,
  read(_entry, content) {
    const executable = openExecutable(content);
    const information = executable && decoding('the build information of a Go program', () => buildInfo(executable));
    return information && { packages: packagesOf(information) };
  },
};

interface BuildInfo {
  goVersion: string;
  modules: string;
}

/**
 * The build information as Go's debug/buildinfo finds it: in a section of its own, or at a multiple of 16 bytes in the
 * data. Since Go 1.18 both texts follow the header, each after its length; before, the header points to them.
 */
function buildInfo(executable: Executable): BuildInfo | undefined {
  const bytes = executable.section('.go.buildinfo', '__go_buildinfo') ?? executable.data();
  if (bytes === undefined) return undefined;
  let start = bytes.indexOf(magic);
  while (start >= 0 && start % 16 !== 0) start = bytes.indexOf(magic, start + 1);
  if (start < 0) return undefined;
  const header = bytes.subarray(start);
  const kind = header.readUInt8(15);
  if ((kind & flags.inline) !== 0) {
    const [goVersion, next] = counted(header, headerSize);
    const [modules] = counted(header, next);
    return { goVersion, modules: unframed(modules) };
  }
  const wordSize = header.readUInt8(14) === 4 ? 4 : 8;
  const word = (from: Buffer, at: number) => {
    if ((kind & flags.bigEndian) !== 0)
      return wordSize === 4 ? from.readUInt32BE(at) : Number(from.readBigUInt64BE(at));
    return wordSize === 4 ? from.readUInt32LE(at) : Number(from.readBigUInt64LE(at));
  };
  const textAt = (pointer: number) => {
    const string = executable.at(pointer);
    if (string === undefined) return '';
    const length = word(string, wordSize);
    const text = length === 0 || length > mostBytes ? undefined : executable.at(word(string, 0));
    return text?.toString('latin1', 0, Math.min(length, text.length)) ?? '';
  };
  const goVersion = textAt(word(header, 16));
  return goVersion === '' ? undefined : { goVersion, modules: unframed(textAt(word(header, 16 + wordSize))) };
}

/** A text after its length, a number of 7 bits a byte, the lowest first. */
function counted(bytes: Buffer, at: number): [text: string, end: number] {
  let length = 0;
  let next = at;
  for (let shift = 1; ; shift *= 128, next += 1) {
    const byte = bytes.readUInt8(next);
    length += (byte & 0x7f) * shift;
    if (byte < 0x80) break;
  }
  next += 1;
  if (length > mostBytes || next + length > bytes.length) throw new RangeError('a text longer than its section');
  return [bytes.toString('latin1', next, next + length), next + length];
}

function unframed(modules: string): string {
  const framed = modules.length > 2 * frame && modules.at(-frame - 1) === '\n';
  return Buffer.from(framed ? modules.slice(frame, -frame) : modules, 'latin1').toString('utf8');
}

interface Module {
  path: string;
  version: string;
}

/**
 * Lines of `mod` (the program's own module), `dep`, `=>` (what stands in for the one before) and `build`, their fields
 * apart by tabs. What was built from a folder instead of a released module has no version that could be judged.
 */
function packagesOf({ goVersion, modules }: BuildInfo): PackageFound[] {
  const found: Module[] = [];
  let main: Module | undefined;
  let settings = '';
  for (const line of modules.split('\n')) {
    const [kind, path = '', version = ''] = line.split('\t');
    if (kind === 'mod') {
      main = { path, version };
      found.push(main);
    } else if (kind === 'dep') found.push({ path, version });
    else if (kind === '=>' && found.length > 0) found[found.length - 1] = { path, version };
    else if (kind === 'build' && path.startsWith('-ldflags=')) settings = path;
  }
  if (main !== undefined && !isReleased(main.version)) main.version = linkedVersion(settings) ?? '';
  const standard = standardLibrary(goVersion);
  return [
    ...(standard === undefined ? [] : [{ path: 'stdlib', version: standard }]),
    ...found.filter(({ path, version }) => path !== '' && isReleased(version)),
  ].map(({ path, version }) => ({ type: 'golang', name: path, version }));
}

function isReleased(version: string): boolean {
  return version !== '' && version !== '(devel)';
}

/** The version that a build gave its program by `-X path.version=v1.2.3`, if there is just one such. */
function linkedVersion(ldflags: string): string | undefined {
  const versions = new Set<string>();
  for (const [, version] of ldflags.matchAll(/-X[ =]["']?[\w./~-]*\.[vV]ersion=v?(\d+\.\d+\.\d+[\w.+-]*)/g))
    versions.add(`v${version}`);
  return versions.size === 1 ? Array.from(versions)[0] : undefined;
}

/** `go1.22.3` as a version: `v1.22.3`; `go1.21rc2`: `v1.21.0-rc.2`. Undefined for a toolchain that was never released. */
function standardLibrary(goVersion: string): string | undefined {
  const [, major, minor, patch, stage, number] =
    /^go(\d+)\.(\d+)(?:\.(\d+))?(?:(rc|beta)(\d+))?(?![\w.])/.exec(goVersion) ?? [];
  if (major === undefined) return undefined;
  return `v${major}.${minor}.${patch ?? 0}${stage === undefined ? '' : `-${stage}.${number}`}`;
}
