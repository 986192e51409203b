import { z } from 'zod';
import { readYaml } from '../../content/index.ts';
import { fitsWildcard } from '../../model/index.ts';
import type { Waives } from './types.ts';

const patterns = z.array(z.string().min(1).max(1000)).min(1).max(1000);

/** One risk that somebody takes. Every scope given has to fit; a list fits where one of its patterns does. */
const entrySchema = z.strictObject({
  /** A vulnerability or control, `*` for any text. */
  id: z.string().min(1).max(200),
  /** Names or purls of packages. */
  packages: patterns.optional(),
  paths: patterns.optional(),
  /** References, digests or host names. */
  images: patterns.optional(),
  reason: z.string().min(3).max(2000),
  /** The last day on which it counts, or a moment. */
  expires: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
});

const ignoreSchema = z.strictObject({ ignore: z.array(entrySchema).max(10_000) });
export type IgnoreFile = z.infer<typeof ignoreSchema>;
type Entry = IgnoreFile['ignore'][number];

/** Waivers of a file, and its entries whose time is over: they count no more, and are told. */
export interface Ignored {
  waives: Waives;
  expired: readonly Entry[];
}

/**
 * Reads a `.hwaseongignore.yaml`:
 *
 * ```yaml
 * ignore:
 *   - id: CVE-2024-0001
 *     packages: [openssl]
 *     reason: The affected cipher is switched off.
 *     expires: 2027-01-31
 * ```
 *
 * @throws UserError where it cannot be read or says something else
 */
export async function loadIgnoreFile(file: string, now: Date): Promise<Ignored> {
  return ignoring(await readYaml(file, ignoreSchema), file, now);
}

export function ignoring({ ignore }: IgnoreFile, file: string, now: Date): Ignored {
  const isOver = ({ expires }: Entry) => expires !== undefined && endOf(expires) <= now;
  const valid = ignore.filter((entry) => !isOver(entry));
  return {
    expired: ignore.filter(isOver),
    waives(finding) {
      const ids = [finding.id, ...finding.aliases];
      const entry = valid.find(
        ({ id, packages, paths, images }) =>
          ids.some((one) => fitsWildcard(one, id)) &&
          fitsAny(finding.package === undefined ? [] : [finding.package.name, finding.package.purl], packages) &&
          fitsAny(finding.paths, paths) &&
          fitsAny(finding.names, images),
      );
      if (entry === undefined) return undefined;
      const { reason, expires } = entry;
      return { by: file, reason, ...(expires !== undefined && { expires }) };
    },
  };
}

/** A day ends with its last moment, UTC. */
function endOf(expires: string): Date {
  return expires.length === 10 ? new Date(Date.parse(`${expires}T00:00:00Z`) + 86_400_000) : new Date(expires);
}

function fitsAny(texts: readonly string[], wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.some((pattern) => texts.some((text) => fitsWildcard(text, pattern)));
}
