import type { Selectable } from 'kysely';
import { stringify } from 'yaml';
import type { DetectionExceptionsTable } from '../../platform/store/index.ts';
import type { Routes } from '../api/index.ts';
import type { Output } from '../context.ts';
import type { Services } from '../services.ts';
import { asPattern } from './pattern.ts';

export type DetectionException = Omit<Selectable<DetectionExceptionsTable>, 'tenant'>;
type View = Output<Routes['createDetectionException']>;

/** Exceptions of detections, newest first; expired ones are among them. */
export function readExceptions({ db, tenant }: Pick<Services, 'db' | 'tenant'>): Promise<DetectionException[]> {
  return db
    .selectFrom('detection_exceptions')
    .select(['id', 'detection', 'fields', 'reason', 'expires_at', 'created_at', 'created_by'])
    .where('tenant', '=', tenant)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

/** A Sigma rule as a filter names it. */
export interface FilteredRule {
  id: string;
  logsource: unknown;
}

/**
 * The Sigma filters that an exception is: events of which all fields hold are no events of these rules.
 *
 * @param rules the detection, or the rules that a correlation counts
 */
export function sigmaFilters(
  exception: Pick<DetectionException, 'id' | 'fields' | 'reason'>,
  rules: readonly FilteredRule[],
): Record<string, unknown>[] {
  const selections = selectionsOf(exception.fields);
  return rules.map(({ id, logsource }) => ({
    title: `Exception ${exception.id}`,
    id: exception.id,
    description: exception.reason,
    logsource,
    filter: { rules: [id], ...selections, condition: `not (${Object.keys(selections).join(' and ')})` },
  }));
}

/** A field may be asked more than once; a selection has each but once. */
function selectionsOf(fields: DetectionException['fields']): Record<string, Record<string, string>> {
  const maps: Record<string, string>[] = [];
  for (const { field, value } of fields) {
    const free = maps.find((map) => !Object.hasOwn(map, field));
    if (free === undefined) maps.push({ [field]: asPattern(value) });
    else free[field] = asPattern(value);
  }
  return Object.fromEntries(maps.map((map, index) => [`excepted_${index + 1}`, map]));
}

/** An exception as the API shows it. */
export function exceptionView(exception: DetectionException, rules: readonly FilteredRule[], now: Date): View {
  return {
    id: exception.id,
    detection: exception.detection,
    fields: exception.fields,
    reason: exception.reason,
    expiresAt: exception.expires_at.toISOString(),
    expired: exception.expires_at <= now,
    createdBy: exception.created_by,
    createdAt: exception.created_at.toISOString(),
    sigma: sigmaFilters(exception, rules)
      .map((filter) => stringify(filter))
      .join('---\n'),
  };
}
