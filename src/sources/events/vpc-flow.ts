import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { flowActivity, flowLogsources, transportName } from './flow.ts';
import { asText, lookupOf } from './lookup.ts';
import { hashId } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

/**
 * Fields of versions 2 to 8, as the text format names them but for the hyphens:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const vpcFlowFields = [
  'version',
  'account_id',
  'interface_id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log_status',
  'vpc_id',
  'subnet_id',
  'instance_id',
  'tcp_flags',
  'type',
  'pkt_srcaddr',
  'pkt_dstaddr',
  'region',
  'az_id',
  'sublocation_type',
  'sublocation_id',
  'pkt_src_aws_service',
  'pkt_dst_aws_service',
  'flow_direction',
  'traffic_path',
  'ecs_cluster_arn',
  'ecs_cluster_name',
  'ecs_container_instance_arn',
  'ecs_container_instance_id',
  'ecs_container_id',
  'ecs_second_container_id',
  'ecs_service_name',
  'ecs_task_definition_arn',
  'ecs_task_arn',
  'ecs_task_id',
  'reject_reason',
  'resource_id',
  'encryption_status',
] as const;

/** Each under its three spellings: `vpc_id`, `vpc-id`, `vpcId`. */
const spelled = Object.fromEntries(
  vpcFlowFields
    .filter((field) => field.includes('_'))
    .map((field) => [field, [field, field.replaceAll('_', '-'), field.replaceAll('_', '')]]),
);

const layout = {
  caseless: true,
  fields: {
    ...spelled,
    src_ip: ['pkt_srcaddr', 'pkt-srcaddr', 'srcaddr'],
    dst_ip: ['pkt_dstaddr', 'pkt-dstaddr', 'dstaddr'],
    src_port: 'srcport',
    dst_port: 'dstport',
    direction: ['flow_direction', 'flow-direction', 'flowdirection'],
  },
  computed: { transport: (record: JsonObject): Json | undefined => transportName(look.value(record, 'protocol')) },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** Amazon VPC flow logs, from text or JSON. */
export const vpcFlow: EventSource = {
  id: 'vpc-flow',
  title: { en: 'AWS VPC flow logs', ko: 'AWS VPC 플로 로그' },
  provider: 'aws',
  logsources: [{ product: 'aws', service: 'vpcflow' }, ...flowLogsources],
  ...layout,
  recognises: (record) =>
    (look.value(record, 'srcaddr') === undefined
      ? withoutFlow(record) !== undefined && look.value(record, 'start') !== undefined
      : look.value(record, 'dstaddr') !== undefined &&
        look.value(record, 'query_name') === undefined &&
        (look.value(record, 'interface_id') ?? look.value(record, 'vpc_id') ?? look.value(record, 'start')) !==
          undefined) && record['category'] === undefined,
  read(record) {
    const time = timeOf(look.value(record, 'start', 'timestamp', 'time', 'end'));
    return time === undefined ? undefined : { id: hashId(record), time, name: '' };
  },
  destination: (record) => asText(look.value(record, 'dst_ip')),
  describe(event): Activity {
    const { record } = event;
    const account = look.text(record, 'account_id') ?? '';
    const region = look.text(record, 'region') ?? regionOfZone(look.text(record, 'az_id')) ?? 'global';
    const arn = (type: string, id: string | undefined) =>
      id === undefined || id === '-' ? [] : [`arn:aws:ec2:${region}:${account}:${type}/${id}`];
    const activity = flowActivity(
      event,
      {
        source: asText(look.value(record, 'src_ip')),
        destination: asText(look.value(record, 'dst_ip')),
        port: asText(look.value(record, 'dst_port')),
        transport: transportName(look.value(record, 'protocol')),
        rejected: look.text(record, 'action') === 'REJECT',
      },
      {
        account,
        region,
        service: 'ec2.amazonaws.com',
        assets: [
          ...arn('instance', look.text(record, 'instance_id')),
          ...arn('network-interface', look.text(record, 'interface_id')),
        ],
      },
    );
    const status = withoutFlow(record);
    return status === undefined ? activity : { ...activity, action: status, outcome: 'unknown' };
  },
};

/** `NODATA` where nothing passed, `SKIPDATA` where what passed could not be recorded: without addresses, and a record all the same. */
function withoutFlow(record: JsonObject): string | undefined {
  const status = look.text(record, 'log_status');
  return status === 'NODATA' || status === 'SKIPDATA' ? status : undefined;
}

/** Zone ids shorten the region's name (`apne2-az1`), which does not give it back; only whole names do. */
function regionOfZone(zone: string | undefined): string | undefined {
  return zone === undefined ? undefined : /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(zone)?.[1];
}
