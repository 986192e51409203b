// Makes dist/, which a package ships in place of the sources: Node.js runs no TypeScript inside node_modules.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

await build({
  absWorkingDir: root,
  entryPoints: [
    { in: 'src/main.ts', out: 'hwaseong' },
    // A program of its own beside the other: see src/eventlog/client.ts.
    { in: 'src/eventlog/process.ts', out: 'eventlog-process' },
    // A thread: see src/sources/image/facts/malware.ts.
    { in: 'src/sources/image/facts/malware-thread.ts', out: 'malware-thread' },
  ],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // Dependencies stay packages: each with its licence, its native parts, and loaded only when it is needed.
  packages: 'external',
  logLevel: 'warning',
});
