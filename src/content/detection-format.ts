import { z } from 'zod';
import { textSchema } from '../model/index.ts';

/** `24h`, `7d`: a number and s, m, h or d. */
const duration = z.string().regex(/^[1-9]\d{0,5}[smhd]$/);

const unitMilliseconds = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `24h`, in milliseconds. */
export function milliseconds(text: string): number {
  return Number(text.slice(0, -1)) * unitMilliseconds[text.at(-1) as keyof typeof unitMilliseconds];
}

const record = z.record(z.string(), z.unknown());
const fields = z.array(z.string().min(1).max(300)).min(1).max(10);

/** An event of a test: a record as the vendor logs it, or one that comes several times with changes. */
const testEvent = z.union([
  z.strictObject({ repeat: z.number().int().min(1).max(5000), event: record, vary: record.optional() }),
  record.refine(
    (value) => !('repeat' in value && 'event' in value),
    'a repeated event has repeat, event and vary alone',
  ),
]);

/** One test of a detection: events, what would be known beside them, and how many alerts come of it. */
export const detectionTestSchema = z.strictObject({
  name: z.string().min(1),
  events: z.array(testEvent).min(1).max(1000),
  fires: z.number().int().min(0),
  /** Values of lists (Sigma placeholders), by name. */
  lists: z.record(z.string(), z.array(z.union([z.string(), z.number()]))).optional(),
  /** What enrichment would know of addresses, domains and assets. */
  addresses: z
    .record(
      z.string(),
      z.strictObject({
        country: z.string().optional(),
        city: z.string().optional(),
        latitude: z.number().optional(),
        longitude: z.number().optional(),
        asn: z.number().int().optional(),
        organisation: z.string().optional(),
        cloud: z.string().optional(),
        tor: z.boolean().optional(),
        vpn: z.boolean().optional(),
        threats: z.array(z.string()).optional(),
        internal: z.boolean().optional(),
      }),
    )
    .optional(),
  domains: z.record(z.string(), z.array(z.string())).optional(),
  assets: z
    .record(
      z.string(),
      z.strictObject({
        kind: z.string().optional(),
        tags: z.record(z.string(), z.string()).optional(),
        openFindings: z.number().int().optional(),
        exposed: z.boolean().optional(),
      }),
    )
    .optional(),
});

export type DetectionTest = z.infer<typeof detectionTestSchema>;

/** What the product adds to a Sigma document, under the key `hwaseong`. */
export const ownPartSchema = z.strictObject({
  korean: z
    .strictObject({
      title: z.string().min(1),
      description: z.string().min(1).optional(),
      /** One for each of Sigma's `falsepositives`, in their order. */
      falsepositives: z.array(z.string().min(1)).optional(),
    })
    .optional(),
  respond: textSchema.optional(),
  'group-by': fields.optional(),
  period: duration.optional(),
  alert: z.boolean().optional(),
  absent: z.array(z.string()).min(1).max(20).optional(),
  'first-seen': z
    .strictObject({ value: fields, by: fields, learning: duration.optional(), forget: duration.optional() })
    .optional(),
  rare: z
    .strictObject({
      value: fields,
      by: fields,
      'at-most': z.number().int().min(0).max(1000),
      within: duration,
      learning: duration.optional(),
    })
    .optional(),
  travel: z.strictObject({ by: fields, kmh: z.number().positive(), apart: z.number().nonnegative() }).optional(),
  base: record.optional(),
  tests: z.array(detectionTestSchema).min(1).max(100).optional(),
});

const text = z.string().max(20_000);
const texts = z.union([text.transform((one) => [one]), z.array(text)]).nullish();
const day = z.union([z.string(), z.number()]).nullish();

/**
 * A Sigma document (rule, correlation or filter) as far as people and the catalogue need it; the engine reads the rest.
 * Of what Sigma leaves to authors nothing is demanded, so that rules of others load as they are.
 */
export const sigmaDocumentSchema = z
  .looseObject({
    title: z.string().min(1).max(1000),
    id: z.string().max(200).nullish(),
    name: z.string().max(200).nullish(),
    status: z.string().nullish(),
    description: text.nullish(),
    author: text.nullish(),
    date: day,
    modified: day,
    references: texts,
    falsepositives: texts,
    tags: texts,
    level: z.enum(['informational', 'low', 'medium', 'high', 'critical']).nullish(),
    logsource: z
      .looseObject({
        product: z.string().nullish(),
        service: z.string().nullish(),
        category: z.string().nullish(),
      })
      .nullish(),
    detection: record.nullish(),
    correlation: z
      .looseObject({
        rules: z.union([z.string().transform((one) => [one]), z.array(z.string())]).nullish(),
        'group-by': z.union([z.string().transform((one) => [one]), z.array(z.string())]).nullish(),
        generate: z.boolean().nullish(),
      })
      .nullish(),
    filter: record.nullish(),
    hwaseong: ownPartSchema.optional(),
  })
  .refine(
    (value) => [value.detection ?? value.filter, value.correlation].filter((part) => part != null).length === 1,
    'a Sigma document is one of a rule (detection), a correlation or a filter',
  );

export type SigmaDocument = z.infer<typeof sigmaDocumentSchema>;

/** Lists that detections ask by Sigma placeholders: `%trusted_automation%`. */
export const listsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/),
  z.strictObject({
    title: textSchema,
    about: textSchema,
    default: z.array(z.union([z.string(), z.number()])),
  }),
);

export type DetectionList = z.infer<typeof listsSchema>[string];
