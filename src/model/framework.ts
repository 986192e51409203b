import { z } from 'zod';
import { textSchema } from './text.ts';

/**
 * One node of a framework: a section (has `children`) or a requirement.
 * Controls name the requirement ids they speak to in their own `maps`.
 */
export interface Requirement {
  id: string;
  title: { en: string; ko: string };
  /** What it asks for, in our own words. */
  text?: { en: string; ko: string } | undefined;
  /** `manual`: no technical control can answer it; evidence is given by hand. */
  assessment?: 'automated' | 'partial' | 'manual' | undefined;
  /** What to hand in as evidence, for partial and manual ones. */
  evidence?: { en: string; ko: string } | undefined;
  /** Ids of the requirements of this framework that answer this one, as countermeasures answer a risk. It is not counted again. */
  answeredBy?: string[] | undefined;
  children?: Requirement[] | undefined;
}

const requirementSchema: z.ZodType<Requirement> = z.lazy(() =>
  z.strictObject({
    id: z.string().min(1),
    title: textSchema,
    text: textSchema.optional(),
    assessment: z.enum(['automated', 'partial', 'manual']).optional(),
    evidence: textSchema.optional(),
    answeredBy: z.array(z.string()).min(1).optional(),
    children: z.array(requirementSchema).optional(),
  }),
);

/** A tree of requirements. One YAML file. */
export const frameworkSchema = z.strictObject({
  /** `isms-p-2023` */
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/),
  title: textSchema,
  /** Who publishes it. */
  publisher: z.string(),
  version: z.string(),
  /** `whole`: every requirement is there; `touched`: those that our controls speak to. */
  extent: z.enum(['whole', 'touched']),
  /** Where the original stands. */
  source: z.url(),
  requirements: z.array(requirementSchema).min(1),
});

export type Framework = z.infer<typeof frameworkSchema>;
