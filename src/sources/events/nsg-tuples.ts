import { isObject, type Json, type JsonObject } from '../../model/index.ts';

/** True for a record of network security groups' or virtual networks' flow logs, which holds many flows. */
export function isFlowCarrier(record: JsonObject): boolean {
  const properties = record['properties'];
  return (isObject(properties) && Array.isArray(properties['flows'])) || isObject(record['flowRecords']);
}

/**
 * One record for each flow tuple.
 * https://learn.microsoft.com/azure/network-watcher/nsg-flow-logs-overview and vnet-flow-logs-overview
 */
export function flowsIn(record: JsonObject): JsonObject[] {
  const about = {
    ...keep(
      record,
      'time',
      'systemId',
      'resourceId',
      'category',
      'operationName',
      'targetResourceID',
      'macAddress',
      'flowLogResourceID',
    ),
  };
  const found: JsonObject[] = [];
  const carrier = isObject(record['flowRecords']) ? record['flowRecords'] : record['properties'];
  for (const rule of objectsIn(isObject(carrier) ? carrier['flows'] : undefined)) {
    for (const group of [...objectsIn(rule['flows']), ...objectsIn(rule['flowGroups'])]) {
      const place = {
        ...about,
        rule: group['rule'] ?? rule['rule'] ?? null,
        mac: group['mac'] ?? record['macAddress'] ?? null,
      };
      for (const tuple of Array.isArray(group['flowTuples']) ? group['flowTuples'] : []) {
        if (typeof tuple === 'string') found.push({ ...place, ...fieldsOf(tuple, 'flowGroups' in rule) });
      }
    }
  }
  return found;
}

const names = [
  'flowTime',
  'sourceAddress',
  'destinationAddress',
  'sourcePort',
  'destinationPort',
  'protocol',
  'trafficFlow',
] as const;

/** Version 1 and 2 end with decision, state and counters; flow logs of virtual networks with state, encryption and counters. */
function fieldsOf(tuple: string, ofNetwork: boolean): JsonObject {
  const parts = tuple.split(',').slice(0, 20);
  const fields = Object.fromEntries(names.map((name, index) => [name, parts[index] ?? null]));
  const decision = ofNetwork ? (parts[7] === 'D' ? 'D' : 'A') : (parts[7] ?? null);
  const counters = parts.slice(9, 13).map((part) => (part === '' ? null : Number(part)));
  const [packetsSent = null, bytesSent = null, packetsReceived = null, bytesReceived = null] = counters;
  const state = (ofNetwork ? parts[7] : parts[8]) ?? null;
  return { ...fields, decision, state, packetsSent, bytesSent, packetsReceived, bytesReceived };
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function keep(record: JsonObject, ...fields: string[]): JsonObject {
  return Object.fromEntries(
    fields.filter((field) => record[field] !== undefined).map((field) => [field, record[field] as Json]),
  );
}
