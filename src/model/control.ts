import { z } from 'zod';
import { severitySchema } from './severity.ts';
import { textSchema } from './text.ts';

const expression = z.string().min(1).max(4000);

/** What a user may set on a control, per organisation or account. */
export const paramSchema = z.strictObject({
  type: z.enum(['int', 'string', 'bool', 'strings', 'ints']),
  default: z.union([z.number().int(), z.string(), z.boolean(), z.array(z.string()), z.array(z.number().int())]),
  title: textSchema,
});

/** A named lookup of other assets, resolved by the inventory. */
export const relatedSchema = z.strictObject({
  /** Kind of the assets looked up. */
  kind: z.string(),
  /** Relation followed from the asset to them; absent with `in`. */
  via: z.string().optional(),
  /** The relation points from them to the asset instead. */
  reverse: z.boolean().optional(),
  /** All assets of the kind in the asset's account, or in its account and region. */
  in: z.enum(['account', 'region', 'organization']).optional(),
});

/** Facts as a test writes them: see `docs/controls.md`. */
export const controlTestSchema = z.strictObject({
  name: z.string().min(1),
  facts: z.record(z.string(), z.unknown()),
  params: z.record(z.string(), z.unknown()).optional(),
  /** ISO 8601; the clock of the judgement. */
  now: z.string().optional(),
  /** One status for the only result, or asset name (with ` discriminator` for `each`) → status. */
  expect: z.union([z.string(), z.record(z.string(), z.string())]),
});

/** What ought to be true of an asset of one kind. One YAML file. */
export const controlSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)+$/),
  title: textSchema,
  why: textSchema,
  severity: severitySchema,
  kind: z.string().regex(/^[a-z0-9]+(\.[a-z0-9-]+)+$/),
  params: z.record(z.string(), paramSchema).optional(),
  /** Operations whose facts the expressions read: `s3:GetBucketAcl`. */
  uses: z.array(z.string()).min(1),
  related: z.record(z.string(), relatedSchema).optional(),
  /** List over whose elements the control is judged one by one (`item`). */
  each: expression.optional(),
  /** String that tells the elements apart. */
  key: expression.optional(),
  /** Where false, the control does not apply. */
  when: expression.optional(),
  pass: expression,
  /** Name → expression: what is shown as proof. */
  evidence: z.record(z.string(), expression).optional(),
  remediation: z.strictObject({
    text: textSchema,
    cli: z.string().optional(),
    terraform: z.string().optional(),
  }),
  /** Framework id → requirement ids. */
  maps: z.record(z.string(), z.array(z.string()).min(1)).optional(),
  tests: z.array(controlTestSchema).min(1),
});

export type Control = z.infer<typeof controlSchema>;
export type ControlParam = z.infer<typeof paramSchema>;
export type ControlTest = z.infer<typeof controlTestSchema>;
export type RelatedEntry = z.infer<typeof relatedSchema>;

/** True if a value that somebody set is of the type that the param asks for. */
export function fitsParam({ type }: ControlParam, value: unknown): boolean {
  switch (type) {
    case 'int':
      return Number.isSafeInteger(value);
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'strings':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'ints':
      return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one));
  }
}
