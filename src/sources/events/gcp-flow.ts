import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { isObject } from '../../model/index.ts';
import { type Flow, flowActivity, flowLogsources, transportName } from './flow.ts';
import { entryId, projectOf, regionOf } from './gcp.ts';
import { asText, lookupOf } from './lookup.ts';
import { hashId } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const layout = {
  caseless: true,
  within: 'jsonPayload',
  fields: {
    src_ip: 'jsonPayload.connection.src_ip',
    dst_ip: 'jsonPayload.connection.dest_ip',
    src_port: 'jsonPayload.connection.src_port',
    dst_port: 'jsonPayload.connection.dest_port',
    bytes: 'jsonPayload.bytes_sent',
    packets: 'jsonPayload.packets_sent',
  },
  computed: {
    transport: (record: JsonObject): Json | undefined => transportName(look.value(record, 'connection.protocol')),
    // Flow logs sample what passed; firewall logs say what was decided.
    action: (record: JsonObject): Json | undefined =>
      look.text(record, 'disposition') === 'DENIED' ? 'REJECT' : 'ACCEPT',
    direction: (record: JsonObject): Json | undefined => directionOf(record),
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** Google Cloud VPC flow logs and firewall logs: https://cloud.google.com/vpc/docs/about-flow-logs-records */
export const gcpFlow: EventSource = {
  id: 'gcp-flow',
  title: { en: 'Google Cloud VPC flow logs', ko: 'Google Cloud VPC 플로 로그' },
  provider: 'gcp',
  logsources: [{ product: 'gcp', service: 'vpcflow' }, ...flowLogsources],
  ...layout,
  recognises(record) {
    const payload = look.value(record, 'jsonPayload');
    return (
      isObject(payload) &&
      isObject(look.value(record, 'jsonPayload.connection')) &&
      look.text(record, 'src_ip') !== undefined
    );
  },
  read(record) {
    const time = timeOf(look.value(record, 'jsonPayload.start_time', 'timestamp', 'receiveTimestamp'));
    return time === undefined ? undefined : { id: entryId(record, time, look) ?? hashId(record), time, name: '' };
  },
  destination: (record) => asText(look.value(record, 'dst_ip')),
  describe(event): Activity {
    const { record } = event;
    const instance = ['src_instance', 'dest_instance', 'instance']
      .map((name) => [
        look.text(record, `${name}.project_id`),
        look.text(record, `${name}.zone`),
        look.text(record, `${name}.vm_name`),
      ])
      .find((parts) => parts.every((one) => one !== undefined));
    return flowActivity(event, flowOf(record), {
      account: projectOf(record, look),
      region: regionOf(record, look),
      service: 'compute.googleapis.com',
      assets:
        instance === undefined
          ? []
          : [`//compute.googleapis.com/projects/${instance[0]}/zones/${instance[1]}/instances/${instance[2]}`],
    });
  },
};

function flowOf(record: JsonObject): Flow {
  return {
    source: asText(look.value(record, 'src_ip')),
    destination: asText(look.value(record, 'dst_ip')),
    port: asText(look.value(record, 'dst_port')),
    transport: transportName(look.value(record, 'connection.protocol')),
    rejected: look.text(record, 'action') === 'REJECT',
  };
}

function directionOf(record: JsonObject): string | undefined {
  const said = look.text(record, 'jsonPayload.rule_details.direction');
  if (said !== undefined) return said.toLowerCase();
  const reporter = look.text(record, 'jsonPayload.reporter');
  return reporter === undefined ? undefined : reporter.startsWith('SRC') ? 'egress' : 'ingress';
}
