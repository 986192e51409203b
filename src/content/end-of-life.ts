import { z } from 'zod';
import { readYaml } from './yaml.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const distributionSchema = z.strictObject({
  /** Where its maker says so. */
  source: z.url(),
  /** Versions that have no end, or all of them. */
  rolling: z.union([z.literal('all'), z.array(z.string())]).optional(),
  versions: z.record(z.string().min(1), z.strictObject({ standard: day, extended: day.optional() })).optional(),
});

const fileSchema = z.record(z.string().regex(/^[a-z0-9._-]+$/), distributionSchema);

/** Until when distributions get security updates: `ID` of os-release(5) → its versions. */
export type EndOfLife = z.infer<typeof fileSchema>;

/**
 * Reads the table of distributions and their last days.
 *
 * @throws UserError where the file cannot be read or is malformed
 */
export function loadEndOfLife(file: string): Promise<EndOfLife> {
  return readYaml(file, fileSchema);
}
