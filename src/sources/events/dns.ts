import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { asText, lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const question = [
  'query_name',
  'queryName',
  'jsonPayload.queryName',
  'query',
  'dns.question.name',
  'qname',
  'DomainName',
  'event.DomainName',
  'domain',
];
const kind = [
  'query_type',
  'queryType',
  'jsonPayload.queryType',
  'record_type',
  'qtype_name',
  'dns.question.type',
  'qtype',
  'RequestType',
  'event.RequestType',
];
const code = ['rcode', 'responseCode', 'jsonPayload.responseCode', 'r_code', 'rcode_name', 'dns.response_code'];
const asker = [
  'srcaddr',
  'sourceIP',
  'jsonPayload.sourceIP',
  'src_ip',
  'id.orig_h',
  'source.ip',
  'client_ip',
  'client',
  'SourceIpAddress',
  'internalIp',
  'LocalAddressIP4',
  'event.LocalAddressIP4',
  'aip',
];

const layout = {
  caseless: true,
  fields: {
    query: question,
    query_name: question,
    record_type: kind,
    query_type: kind,
    r_code: code,
    rcode: code,
    src_ip: asker,
    srcaddr: asker,
    'dns.question.name': question,
    'dns.question.type': kind,
  },
  computed: {
    answer: (record: JsonObject): Json | undefined => answersOf(record),
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/**
 * DNS questions: Route 53 Resolver query logs, Google Cloud and Azure DNS logs, those of Cisco Umbrella and of CrowdStrike's
 * agents, and plain logs that name question and type (Zeek and the Elastic names).
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
 */
export const dns: EventSource = {
  id: 'dns',
  title: { en: 'DNS query logs', ko: 'DNS 쿼리 로그' },
  provider: 'dns',
  logsources: [{ category: 'dns' }, { category: 'dns_query' }, { product: 'aws', service: 'route53' }],
  ...layout,
  recognises: (record) =>
    look.text(record, 'query_name') !== undefined &&
    (look.value(record, 'record_type', 'query_timestamp') !== undefined || isUntyped(record)) &&
    !('eventSource' in record),
  read(record) {
    const time = timeOf(
      look.value(
        record,
        'query_timestamp',
        'timestamp',
        '@timestamp',
        'ts',
        'time',
        'TimeGenerated',
        'ContextTimeStamp',
        'event.ContextTimeStamp',
      ),
    );
    if (time === undefined) return undefined;
    return {
      id: look.text(record, 'insertId', 'uid') === undefined ? hashId(record) : idOf(record, time),
      time,
      name: '',
    };
  },
  domain: domainOf,
  describe({ id, time, record }): Activity {
    const answer = look.text(record, 'rcode');
    const blocked = /^block(ed)?$/i.test(look.text(record, 'firewall_rule_action', 'action') ?? '');
    const account = look.text(record, 'account_id', 'resource.labels.project_id') ?? '';
    const region = look.text(record, 'region', 'resource.labels.location') ?? 'global';
    const instance = look.text(record, 'srcids.instance');
    const failed = blocked || (answer !== undefined && !/^(noerror|0)$/i.test(answer));
    return {
      id,
      source: 'dns',
      time: isoTime(time),
      action: look.text(record, 'record_type') ?? 'query',
      service: 'dns',
      outcome: failed ? 'failure' : answer === undefined ? 'unknown' : 'success',
      ...(failed ? { error: blocked ? 'BLOCK' : answer } : {}),
      actor: { type: 'unknown', id: '', name: '' },
      account,
      region,
      ip: addressIn(look.text(record, 'srcaddr')),
      assets: instance === undefined ? [] : [`arn:aws:ec2:${region}:${account}:instance/${instance}`],
      classUid: ocsfClass.dns,
    };
  },
};

/** Logs that do not say which type was asked for: an agent's, and a resolver's of the internet. */
function isUntyped(record: JsonObject): boolean {
  return (
    look.text(record, 'event_simpleName', 'event.event_simpleName') === 'DnsRequest' ||
    (look.value(record, 'internalIp') !== undefined && look.value(record, 'responseCode') !== undefined)
  );
}

function idOf(record: JsonObject, time: number): string {
  return `${look.text(record, 'insertId', 'uid')}-${time}-${look.text(record, 'trans_id') ?? ''}`;
}

function domainOf(record: JsonObject): string | undefined {
  const name = look.text(record, 'query_name');
  return name === undefined || name.length > 255 ? undefined : name.toLowerCase().replace(/\.$/, '');
}

function answersOf(record: JsonObject): Json | undefined {
  const found = look.value(
    record,
    'answers.Rdata',
    'answers.data',
    'answers',
    'rdata',
    'dns.answers.data',
    'jsonPayload.rdata',
  );
  return Array.isArray(found) ? found.filter((one) => asText(one) !== undefined) : found;
}
