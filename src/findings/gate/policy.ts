import { z } from 'zod';
import { readYaml } from '../../content/index.ts';
import { severitySchema } from '../../model/index.ts';

const patterns = z.array(z.string().min(1).max(1000)).max(1000);

/**
 * What an image has to be for a pipeline to go on. A part that is left out is not asked for. What a part asks for and nobody could tell fails, unless
 * `unknown: allow` stands there.
 */
export const gatePolicySchema = z.strictObject({
  vulnerabilities: z
    .strictObject({
      /** Stops at this severity and worse. */
      severity: severitySchema.optional(),
      /** Only those that a newer version mends. */
      fixable: z.boolean().default(false),
      /** Stops at any that is in CISA's catalogue of known exploited vulnerabilities, whatever its severity. */
      exploited: z.boolean().default(true),
      /** Stops at any whose EPSS probability is this or more. */
      epss: z.number().min(0).max(1).optional(),
      /** Days after publication during which one does not stop yet. */
      graceDays: z.int().min(0).max(3650).default(0),
      /** Oldest advisory database that may be judged by, in days. */
      databaseDays: z.int().min(1).max(3650).default(7),
      allow: patterns.default([]),
    })
    .optional(),
  configuration: z
    .strictObject({
      severity: severitySchema.optional(),
      /** Controls that stop whatever their severity. */
      deny: patterns.default([]),
      allow: patterns.default([]),
    })
    .optional(),
  /** Stops at any secret in files, configuration or history. */
  secrets: z.boolean().default(false),
  malware: z.boolean().default(false),
  /** The image has to be trusted by the trust policy. */
  trust: z.boolean().default(false),
  /** Images that may be built upon: `registry.example/base/*`. */
  baseImages: patterns.optional(),
  unknown: z.enum(['fail', 'allow']).default('fail'),
  /** Hours for which the verdict may be used. */
  validHours: z.int().min(1).max(8760).default(24),
});

export type GatePolicy = z.infer<typeof gatePolicySchema>;

/** @throws UserError where the file cannot be read or says something else */
export function loadGatePolicy(file: string): Promise<GatePolicy> {
  return readYaml(file, gatePolicySchema);
}
