import { at, type JsonObject, type RelationEntry } from '../../model/index.ts';

/** The texts at a dotted path of an item, one or many; empty ones are left out. */
export function textsAt(item: JsonObject, path: string): string[] {
  const found = at(item, path);
  return (Array.isArray(found) ? found : [found]).filter(
    (value): value is string => typeof value === 'string' && value !== '',
  );
}

/** A relation to the assets whose ARNs lie at a path: `pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId')`. */
export function pointsToArn(type: string, kind: string, path: string): RelationEntry {
  return { type, kind, to: (item) => textsAt(item, path).filter((id) => id.startsWith('arn:')) };
}
