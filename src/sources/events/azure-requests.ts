import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { lookupOf } from './lookup.ts';
import { allPorts, isWholeInternet, portsIn } from './open-ports.ts';

/**
 * What the body of an Azure request would let others do, as a field for rules. The activity log keeps the body as JSON in
 * a text, and direction, source and port have to be of the same security rule.
 *
 * | field | value |
 * | --- | --- |
 * | `azure.opens.ports` | ports that a network security group or rule opens to the whole internet: numbers, and `all`. Of a range its ends and the watched ports within it |
 */
export const azureRequestFields = {
  'azure.opens.ports': (record: JsonObject) => {
    const ports = securityRules(record).flatMap(openPorts);
    return ports.length === 0 ? undefined : [...new Set(ports)];
  },
};

const look = lookupOf({ caseless: true, within: 'properties' });

/** Azure cuts bodies at 32 kB; a group holds at most 1,000 rules. */
const limits = { text: 131_072, rules: 1000 } as const;

/** The rule that is written, or the rules of the group that is. */
function securityRules(record: JsonObject): JsonObject[] {
  const body = parsed(look.value(record, 'requestbody', 'responseBody'));
  const properties = body?.['properties'];
  if (!isObject(properties)) return [];
  const listed = properties['securityRules'];
  if (!Array.isArray(listed)) return [properties];
  return listed
    .slice(0, limits.rules)
    .map((rule) => (isObject(rule) ? rule['properties'] : undefined))
    .filter(isObject);
}

function parsed(body: Json | undefined): JsonObject | undefined {
  if (isObject(body)) return body;
  if (typeof body !== 'string' || body.length > limits.text) return undefined;
  try {
    const value: Json = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function openPorts(rule: JsonObject): readonly (number | string)[] {
  if (!is(rule['direction'], 'inbound') || !is(rule['access'], 'allow')) return [];
  if (!both(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes').some(isAnybody)) return [];
  if (is(rule['protocol'], 'icmp') || is(rule['protocol'], 'esp') || is(rule['protocol'], 'ah')) return [];
  const ports = both(rule, 'destinationPortRange', 'destinationPortRanges');
  return ports.includes('*') ? allPorts : ports.flatMap(portsIn);
}

function isAnybody(prefix: string): boolean {
  return prefix === '*' || /^(internet|any)$/i.test(prefix) || isWholeInternet(prefix);
}

function is(value: Json | undefined, word: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === word;
}

/** The texts of a field that comes alone or as a list, under a name each. */
function both(rule: JsonObject, one: string, many: string): string[] {
  const list = rule[many];
  return [rule[one], ...(Array.isArray(list) ? list.slice(0, limits.rules) : [])].filter(
    (text) => typeof text === 'string',
  );
}
