import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the product's own content: beside the sources in a checkout, beside the bundle in a package. */
export function contentDir(): string {
  for (let dir = import.meta.dirname; ; dir = path.dirname(dir)) {
    const candidate = path.join(dir, 'content');
    if (existsSync(path.join(candidate, 'controls')) || path.dirname(dir) === dir) return candidate;
  }
}
