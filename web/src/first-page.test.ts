import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { describe, expect, it, vi } from 'vitest';

/** What the first page may weigh, in bytes of gzipped scripts and styles. */
const limit = 250_000;

/** The list of findings, opened by a link from elsewhere: its table comes on top. */
const listLimit = 265_000;

/** Pages that a person may see first, and what is fetched along with either: the frame's entry and one language. */
const firstPages = {
  overview: ['pages/overview/OverviewPage.tsx', 'i18n/en/index.ts'],
  'overview in Korean': ['pages/overview/OverviewPage.tsx', 'i18n/ko/index.ts'],
  'sign-in': ['pages/sign-in/SignInPage.tsx', 'i18n/en/index.ts'],
};
const lists = { findings: ['pages/findings/FindingsPage.tsx', 'i18n/en/index.ts'] };

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;

/** File names of a chunk with everything it imports, scripts and styles. */
function closure(files: Map<string, Output>, start: readonly string[]): Set<string> {
  const wanted = [...start];
  const found = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const file = files.get(name);
    if (file === undefined || found.has(name)) continue;
    found.add(name);
    if (file.type === 'chunk') wanted.push(...file.imports, ...(file.viteMetadata?.importedCss ?? []));
  }
  return found;
}

describe('the first page', async () => {
  const web = resolve(import.meta.dirname, '..');
  // Vitest's own would give React's development build.
  vi.stubEnv('NODE_ENV', 'production');
  const result = await build({ root: web, logLevel: 'error', build: { write: false } });
  vi.unstubAllEnvs();
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
  const files = new Map(output.map((file) => [file.fileName, file]));
  const chunks = output.filter((file) => file.type === 'chunk');
  const size = (file: Output) => gzipSync(file.type === 'chunk' ? file.code : file.source).length;

  const entry = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);

  /** Bytes fetched for the entry and these modules. */
  const weight = (modules: readonly string[]) => {
    const starts = modules.map((module) => {
      const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/src/${module}`));
      if (chunk === undefined) throw new Error(`${module} is no chunk of its own`);
      return chunk.fileName;
    });
    const fetched = [...closure(files, [...entry, ...starts])].map((name) => files.get(name) as Output);
    expect(fetched.length).toBeGreaterThan(modules.length);
    return fetched.reduce((sum, file) => sum + size(file), 0);
  };

  it.each(Object.entries(firstPages))('%s stays under its weight', (_, modules) => {
    expect(weight(modules)).toBeLessThan(limit);
  });

  it.each(Object.entries(lists))('%s stays under the weight of a list', (_, modules) => {
    expect(weight(modules)).toBeLessThan(listLimit);
  });

  it('leaves map and projection to the page that shows them', () => {
    const modules = [...closure(files, entry)].flatMap((name) => {
      const file = files.get(name);
      return file?.type === 'chunk' ? file.moduleIds : [];
    });
    expect(modules.filter((id) => /d3-geo|topojson|uqr/.test(id))).toEqual([]);
  });
});
