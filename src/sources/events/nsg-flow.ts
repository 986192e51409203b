import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { subscriptionIn } from './azure.ts';
import { flowActivity, flowLogsources, transportName } from './flow.ts';
import { asText, lookupOf } from './lookup.ts';
import { hashId } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const layout = {
  fields: {
    src_ip: 'sourceAddress',
    dst_ip: 'destinationAddress',
    src_port: 'sourcePort',
    dst_port: 'destinationPort',
    bytes: 'bytesSent',
    packets: 'packetsSent',
  },
  computed: {
    transport: (record: JsonObject): Json | undefined => transportName(record['protocol']),
    action: (record: JsonObject): Json | undefined => (record['decision'] === 'D' ? 'REJECT' : 'ACCEPT'),
    direction: (record: JsonObject): Json | undefined => (record['trafficFlow'] === 'O' ? 'egress' : 'ingress'),
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/**
 * Azure flow logs of network security groups and virtual networks, one record a flow: `envelope.ts` takes the tuples apart.
 * https://learn.microsoft.com/azure/network-watcher/nsg-flow-logs-overview
 */
export const nsgFlow: EventSource = {
  id: 'nsg-flow',
  title: { en: 'Azure network flow logs', ko: 'Azure 네트워크 플로 로그' },
  provider: 'azure',
  logsources: [{ product: 'azure', service: 'nsgflow' }, { product: 'azure', service: 'vnetflow' }, ...flowLogsources],
  ...layout,
  recognises: (record) => 'sourceAddress' in record && 'destinationAddress' in record && 'trafficFlow' in record,
  read(record) {
    const time = timeOf(record['flowTime'] ?? record['time']);
    return time === undefined ? undefined : { id: hashId(record), time, name: '' };
  },
  destination: (record) => asText(look.value(record, 'dst_ip')),
  describe(event): Activity {
    const { record } = event;
    const resource = look.text(record, 'targetResourceID', 'resourceId')?.toLowerCase();
    return flowActivity(
      event,
      {
        source: asText(look.value(record, 'src_ip')),
        destination: asText(look.value(record, 'dst_ip')),
        port: asText(look.value(record, 'dst_port')),
        transport: transportName(record['protocol']),
        rejected: record['decision'] === 'D',
      },
      {
        account: subscriptionIn(resource) ?? '',
        region: 'global',
        service: 'Microsoft.Network',
        assets: resource === undefined ? [] : [resource],
      },
    );
  },
};
