import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type HostFiles, openRoot } from './root.ts';

/** What lies at a path: its text, a link, a folder, or a text with a mode. */
export type Laid = string | { link: string } | { folder: number } | { text: string; mode: number };

/** A folder with files in it, gone after the test. */
function folderWith(files: Readonly<Record<string, Laid>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'host-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, laid] of Object.entries(files)) {
    const at = path.join(root, name);
    mkdirSync(path.dirname(at), { recursive: true });
    if (typeof laid === 'string') writeFileSync(at, laid);
    else if ('link' in laid) symlinkSync(laid.link, at);
    else if ('folder' in laid) {
      mkdirSync(at, { recursive: true });
      chmodSync(at, laid.folder);
    } else {
      writeFileSync(at, laid.text);
      chmodSync(at, laid.mode);
    }
  }
  return root;
}

/** The files of a host that has nothing but these. */
export function filesWith(files: Readonly<Record<string, Laid>>): HostFiles {
  return openRoot(folderWith(files))();
}
