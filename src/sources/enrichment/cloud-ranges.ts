import { isObject, type Json } from '../../model/index.ts';
import { addressSetBuilder } from './ranges.ts';

/** Addresses of one cloud, out of the file that it publishes. */
export interface CloudRanges {
  cloud: 'aws' | 'azure' | 'gcp';
  prefixes: string[];
}

/**
 * The ranges in a file that a cloud publishes, or undefined where it is no such file:
 * AWS' ip-ranges.json, Azure's service tags and Google's cloud.json.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html, https://learn.microsoft.com/azure/virtual-network/service-tags-overview,
 * https://cloud.google.com/compute/docs/faq#find_ip_range
 */
export function cloudRangesIn(document: Json): CloudRanges | undefined {
  if (!isObject(document)) return undefined;
  if (Array.isArray(document['values']) && ('changeNumber' in document || 'cloud' in document)) {
    const prefixes = document['values']
      .filter(isObject)
      .flatMap(({ properties }) =>
        isObject(properties) && Array.isArray(properties['addressPrefixes']) ? properties['addressPrefixes'] : [],
      );
    return { cloud: 'azure', prefixes: prefixes.filter((one) => typeof one === 'string') };
  }
  if (!Array.isArray(document['prefixes'])) return undefined;
  const entries = document['prefixes'].filter(isObject);
  const more = Array.isArray(document['ipv6_prefixes']) ? document['ipv6_prefixes'].filter(isObject) : [];
  const isGoogle = entries.some((entry) => 'ipv4Prefix' in entry || 'ipv6Prefix' in entry);
  const prefixes = [...entries, ...more].flatMap((entry) =>
    ['ip_prefix', 'ipv6_prefix', 'ipv4Prefix', 'ipv6Prefix']
      .map((name) => entry[name])
      .filter((one) => typeof one === 'string'),
  );
  return { cloud: isGoogle ? 'gcp' : 'aws', prefixes };
}

/** A set of a cloud's addresses. */
export function cloudSet({ prefixes }: CloudRanges) {
  const builder = addressSetBuilder();
  for (const prefix of prefixes) builder.add(prefix);
  return builder.build();
}
