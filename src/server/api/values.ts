import { z } from 'zod';
import { categories, severities, severitySchema, statuses, textSchema } from '../../model/index.ts';

/** Shapes that many routes share. Each `id` becomes a named component of the OpenAPI document. */

export const text = textSchema.meta({ id: 'Text', description: 'A text in both languages of the product' });

export const errorBody = z
  .object({
    error: z.object({
      code: z.string().describe('Stable, for programs'),
      message: text,
      fields: z
        .array(z.object({ path: z.string(), problem: z.string() }))
        .optional()
        .describe('What was wrong with the request, field by field'),
    }),
  })
  .meta({ id: 'Error' });

export const time = z.iso.datetime({ offset: true });
export const day = z.iso.date();

export const severity = severitySchema.meta({ id: 'Severity' });
export const category = z.enum(categories).meta({ id: 'Category' });
export const role = z.enum(['viewer', 'analyst', 'admin']).meta({ id: 'Role' });
export const tokenScope = z.enum(['read', 'write', 'upload', 'admin']).meta({ id: 'TokenScope' });

const count = z.number().int().nonnegative();

export const severityCounts = z
  .object(
    Object.fromEntries(severities.map((name) => [name, count])) as Record<(typeof severities)[number], typeof count>,
  )
  .meta({ id: 'SeverityCounts' });

export const statusCounts = z
  .object(Object.fromEntries(statuses.map((name) => [name, count])) as Record<(typeof statuses)[number], typeof count>)
  .meta({ id: 'StatusCounts', description: 'Results by status: unknown and manual are never part of pass' });

export { count };

/** Raw data as the provider gave it (after redaction). */
export const raw = z.unknown();

/** A page of a list; `next` is the cursor of the following one, null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Query of a list that pages by cursor. */
export const paging = {
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

/** One value or several (`?severity=high&severity=critical`), always read as a list. */
export function several<T extends z.ZodType>(value: T) {
  return z
    .union([value, z.array(value).max(100)])
    .transform((given) => (Array.isArray(given) ? given : [given]) as z.output<T>[]);
}

/** `true` or `false` in a query. */
export const flag = z.enum(['true', 'false']).transform((given) => given === 'true');

export const idParams = z.object({ id: z.string().min(1).max(200) });

export const searchText = z.string().max(200);
