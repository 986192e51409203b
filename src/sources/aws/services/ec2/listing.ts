import type { Category, ItemOrigin, JsonObject, RelationEntry } from '../../../../model/index.ts';
import { textsAt } from '../../relations.ts';
import { arn, partitionOf, type ServiceCall, tagsOf, text } from '../../service-table.ts';

/** What a list call of EC2 lists: every one of them names its items by one id and tags them alike. */
interface Listed {
  /** Our kind is `aws.ec2.<type>`, the ARN ends in `<type>/<id>`. */
  type: string;
  /** Resource type in the ARN where the two differ (`natgateway`, `elastic-ip`). */
  arnType?: string;
  category: Category;
  title: { en: string; ko: string };
  /** Field that holds the id, and what to take where it is empty. */
  id: string | readonly string[];
  /** Field that holds the name; by default the tag `Name`, else the id. */
  name?: string;
  /** Images and snapshots carry no account in their ARN. */
  shared?: boolean;
  relations?: readonly RelationEntry[];
  where?: (item: JsonObject) => boolean;
}

/**
 * A list call of EC2 and the assets it makes.
 *
 * The account in an id is the one that lists: what another account shares with it (a subnet, a VPC) is an asset of
 * both, so that relations hold inside an account even where its owner is not connected.
 */
export function lists(
  operation: string,
  items: string,
  listed: Listed,
  more: Pick<ServiceCall, 'params' | 'sensitive' | 'heavy'> = {},
): ServiceCall {
  const { type, arnType = type, category, title, name, shared = false, relations, where } = listed;
  const fields = typeof listed.id === 'string' ? [listed.id] : listed.id;
  const idOf = (item: JsonObject): string => fields.map((field) => text(item, field)).find((id) => id !== '') ?? '';
  return {
    operation,
    permission: `ec2:${operation}`,
    scope: 'regional',
    items,
    ...more,
    makes: {
      kind: `aws.ec2.${type}`,
      category,
      title,
      id: (item, origin) => (shared ? sharedArn : ec2Arn)(origin, arnType, idOf(item)),
      name: (item) => (name === undefined ? tagsOf(item.Tags ?? item.TagSet).Name : text(item, name)) || idOf(item),
      tags: (item) => tagsOf(item.Tags ?? item.TagSet),
      ...(relations === undefined ? {} : { relations }),
      ...(where === undefined ? {} : { where }),
    },
  };
}

/** ARN of an EC2 resource in the place where it was seen. */
export function ec2Arn(origin: ItemOrigin, type: string, id: string): string {
  return arn('ec2', origin, `${type}/${id}`);
}

/** ARN of an image or a snapshot: without an account. */
function sharedArn(origin: ItemOrigin, type: string, id: string): string {
  return `arn:${partitionOf(origin.region)}:ec2:${origin.region}::${type}/${id}`;
}

/** A relation to the EC2 resources whose ids lie at a path. */
export function pointsTo(type: string, resource: string, path: string, arnType = resource): RelationEntry {
  return {
    type,
    kind: `aws.ec2.${resource}`,
    to: (item, origin) => textsAt(item, path).map((id) => ec2Arn(origin, arnType, id)),
  };
}

/** A relation to images or snapshots whose ids lie at a path. */
export function pointsToShared(type: string, resource: 'image' | 'snapshot', path: string): RelationEntry {
  return {
    type,
    kind: `aws.ec2.${resource}`,
    to: (item, origin) => textsAt(item, path).map((id) => sharedArn(origin, resource, id)),
  };
}
