import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { lookupOf } from './lookup.ts';
import { allPorts, isWholeInternet, portsIn } from './open-ports.ts';

/**
 * What a Google Cloud audit entry's request would let others do, as fields for rules. A rule cannot tell this from the
 * entry's fields one by one: action, role and member have to be of the same binding, port and direction of the same rule.
 *
 * | field | value |
 * | --- | --- |
 * | `gcp.grants` | `roles/owner user:kim@example.com`: what is newly given, where the entry says how the policy changed; else all that the policy in the request gives. Undefined: it gives nothing we can read |
 * | `gcp.grants.foreign` | those of them whose member is a person, group or domain of another domain than the actor's |
 * | `gcp.revokes` | what is taken away, where the entry says so |
 * | `gcp.opens.ports` | ports that a firewall rule opens to the whole internet: numbers, and `all`. Of a range its ends and the watched ports within it |
 */
export const gcpRequestFields = {
  'gcp.grants': (record: JsonObject) => listed(grantsOf(record)),
  'gcp.grants.foreign': (record: JsonObject) => {
    const own = domainOf(look.text(record, 'authenticationInfo.principalEmail') ?? '');
    if (own === undefined) return undefined;
    // A service account does not say whose it is; mailboxes for everybody are foreign to all.
    const isForeign = own.endsWith('gserviceaccount.com')
      ? (domain: string) => /^(gmail|googlemail)\.com$/.test(domain)
      : (domain: string) => domain !== own;
    return listed(
      grantsOf(record).filter((grant) => {
        const domain = /(?:user|group|domain):/.test(grant) ? domainOf(grant) : undefined;
        return domain !== undefined && isForeign(domain);
      }),
    );
  },
  'gcp.revokes': (record: JsonObject) => listed(deltas(record, 'REMOVE')),
  'gcp.opens.ports': (record: JsonObject) => {
    const ports = firewallRules(record).flatMap(openPorts);
    return ports.length === 0 ? undefined : [...new Set(ports)];
  },
};

const look = lookupOf({ caseless: true, within: 'protoPayload' });

/** A policy of Google's holds at most 1,500 members. */
const mostGrants = 2000;

function grantsOf(record: JsonObject): string[] {
  const added = deltas(record, 'ADD');
  if (added.length > 0) return added;
  if (deltas(record, 'REMOVE').length > 0) return [];
  const member = look.text(record, 'request.member');
  if (member !== undefined && /OwnershipInvite/i.test(look.text(record, 'methodName') ?? '')) {
    return [`roles/owner ${member}`];
  }
  const bindings = look.value(record, 'request.policy.bindings', 'request.bindings');
  return listOf(bindings).flatMap((binding) => {
    if (!isObject(binding)) return [];
    return textsOf(binding['members']).map((one) => `${textOf(binding['role'])} ${one}`);
  });
}

/** Bindings that the entry says were added or removed; BigQuery tells them in its own place. */
function deltas(record: JsonObject, action: 'ADD' | 'REMOVE'): string[] {
  const changes = look.value(
    record,
    'serviceData.policyDelta.bindingDeltas',
    'metadata.policyDelta.bindingDeltas',
    'metadata.datasetChange.bindingDeltas',
    'metadata.tableChange.bindingDeltas',
  );
  return listOf(changes).flatMap((change) =>
    isObject(change) && change['action'] === action ? [`${textOf(change['role'])} ${textOf(change['member'])}`] : [],
  );
}

function domainOf(text: string): string | undefined {
  return /(?:@|domain:)([^@\s:?]+)(?:\?uid=\d+)?$/.exec(text)?.[1]?.toLowerCase();
}

/** The rule of a VPC firewall request, and the rules of a firewall policy's. */
function firewallRules(record: JsonObject): JsonObject[] {
  const request = look.value(record, 'request');
  return isObject(request) ? [request, ...listOf(request['rules']).filter(isObject)] : [];
}

function openPorts(rule: JsonObject): readonly (number | string)[] {
  if (rule['disabled'] === true || /^egress$/i.test(textOf(rule['direction']))) return [];
  if (/^(deny|goto_next)$/i.test(textOf(rule['action']))) return [];
  const match = isObject(rule['match']) ? rule['match'] : undefined;
  const ranges = textsOf(rule['sourceRanges'] ?? match?.['srcIpRanges']);
  if (!ranges.some(isWholeInternet)) return [];
  return listOf(rule['alloweds'] ?? rule['allowed'] ?? match?.['layer4Configs']).flatMap((entry) => {
    if (!isObject(entry)) return [];
    const protocol = textOf(entry['IPProtocol'] ?? entry['ipProtocol']).toLowerCase();
    if (protocol === 'all') return allPorts;
    if (!['tcp', 'udp', '6', '17'].includes(protocol)) return [];
    const ports = textsOf(entry['ports']);
    return ports.length === 0 ? allPorts : ports.flatMap(portsIn);
  });
}

function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.slice(0, mostGrants) : [value];
}

function textsOf(value: Json | undefined): string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function listed(values: readonly string[]): string[] | undefined {
  return values.length === 0 ? undefined : [...new Set(values)].slice(0, mostGrants);
}
