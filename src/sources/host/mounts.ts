import { configLines, type HostFiles, matching } from './root.ts';

export type Mounts = {
  source: 'running' | 'configured';
  /** Options that carry a value are left out: it may be a password. */
  points: { path: string; type: string; options: string[] }[];
  /** What NFS gives to others. */
  exports: { path: string; clients: { client: string; options: string[] }[]; where: string }[];
};

const MOST_POINTS = 2000;

/** File systems and how they are mounted: as the kernel has it, or as fstab(5) says. */
export function readMounts(files: HostFiles): Mounts {
  const text = files.running ? files.text('proc/self/mounts') : files.text('etc/fstab');
  const exported = ['etc/exports', ...matching(files, 'etc/exports.d/*.exports')].flatMap((file) =>
    parseExports(files.text(file) ?? '').map(({ line, ...one }) => ({ ...one, where: `${file}:${line}` })),
  );
  return {
    source: files.running ? 'running' : 'configured',
    points: parseMounts(text ?? '').slice(0, MOST_POINTS),
    exports: exported,
  };
}

/** Lines of fstab(5) and of /proc/self/mounts, which are alike. */
export function parseMounts(text: string): Mounts['points'] {
  const last = new Map<string, Mounts['points'][number]>();
  for (const { text: line } of configLines(text)) {
    const [, path, type = '', options = ''] = line.split(/\s+/);
    if (path === undefined || !path.startsWith('/')) continue;
    // The last one over a place is the one that is seen.
    last.set(unescaped(path), {
      path: unescaped(path),
      type,
      options: options.split(',').filter((option) => option !== '' && !option.includes('=')),
    });
  }
  return [...last.values()];
}

/** Lines of exports(5). */
export function parseExports(text: string): (Omit<Mounts['exports'][number], 'where'> & { line: number })[] {
  return configLines(text, { joined: true }).flatMap(({ line, text: content }) => {
    const [path = '', ...rest] = content.match(/"[^"]*"|\S+/g) ?? [];
    const named = path.replace(/^"(.*)"$/, '$1');
    if (!named.startsWith('/')) return [];
    let general: string[] = [];
    const clients: Mounts['exports'][number]['clients'] = [];
    for (const one of rest) {
      if (one.startsWith('#')) break;
      if (one.startsWith('-')) {
        general = one.slice(1).split(',');
        continue;
      }
      const [, client = '', options = ''] = /^([^(]*)(?:\(([^)]*)\))?$/.exec(one) ?? [];
      // Nobody named is everybody.
      clients.push({ client: client || '*', options: [...general, ...options.split(',').filter(Boolean)] });
    }
    return [
      { path: unescaped(named), clients: clients.length === 0 ? [{ client: '*', options: general }] : clients, line },
    ];
  });
}

function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
