import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version in package.json, which lies above both the sources and the bundle. */
export const version: string = readVersion();

function readVersion(): string {
  for (let dir = import.meta.dirname; ; dir = path.dirname(dir)) {
    try {
      return (JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')) as { version: string }).version;
    } catch {
      if (path.dirname(dir) === dir) return '0.0.0';
    }
  }
}
