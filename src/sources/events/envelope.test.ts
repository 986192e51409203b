import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../model/index.ts';
import { recordsIn } from './envelope.ts';

const record = { eventName: 'PutBucketAcl', eventSource: 's3.amazonaws.com' };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

describe('the records in an envelope', () => {
  it.each<[string, Json, Json[]]>([
    ['a record by itself', record, [record]],
    ['a list', [record, record], [record, record]],
    ['a file of CloudTrail', { Records: [record] }, [record]],
    ['a batch of Azure', { records: [{ category: 'SignInLogs' }] }, [{ category: 'SignInLogs' }]],
    ['a page of Microsoft Graph', { '@odata.context': 'x', value: [{ id: '1' }] }, [{ id: '1' }]],
    ['a list of the Kubernetes webhook', { kind: 'EventList', items: [{ verb: 'get' }] }, [{ verb: 'get' }]],
    ['LookupEvents', { Events: [{ EventId: '1', CloudTrailEvent: JSON.stringify(record) }] }, [record]],
    ['a message of EventBridge', { 'detail-type': 'AWS API Call via CloudTrail', detail: record }, [record]],
    [
      'findings by EventBridge',
      { 'detail-type': 'Security Hub Findings - Imported', detail: { findings: [{ Id: '1' }, { Id: '2' }] } },
      [{ Id: '1' }, { Id: '2' }],
    ],
    [
      'a subscription of CloudWatch Logs',
      {
        messageType: 'DATA_MESSAGE',
        logGroup: 'g',
        logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(record) }],
      },
      [record],
    ],
    ['a notification of SNS', { Type: 'Notification', Message: JSON.stringify(record) }, [record]],
    ['a push of Pub/Sub', { message: { data: base64(record), messageId: '1' }, subscription: 's' }, [record]],
    ['a pull of Pub/Sub', { receivedMessages: [{ ackId: 'a', message: { data: base64(record) } }] }, [record]],
    [
      'an export of Purview',
      { CreationDate: 'x', AuditData: JSON.stringify({ Operation: 'MailItemsAccessed' }) },
      [{ Operation: 'MailItemsAccessed' }],
    ],
    [
      'a log line of AKS, with its cluster',
      { category: 'kube-audit', resourceId: '/SUBSCRIPTIONS/S/AKS', properties: { log: '{"verb":"get"}' } },
      [{ verb: 'get', cluster: '/subscriptions/s/aks' }],
    ],
    [
      'an activity of Workspace with two events',
      { id: { applicationName: 'admin' }, events: [{ name: 'A' }, { name: 'B' }] },
      [
        { id: { applicationName: 'admin' }, events: [{ name: 'A' }] },
        { id: { applicationName: 'admin' }, events: [{ name: 'B' }] },
      ],
    ],
  ])('are taken out of %s', (_, value, records) => {
    expect(recordsIn(value)).toEqual({ records, malformed: 0, tooLarge: 0 });
  });

  it('are the flows of a network security group’s log', () => {
    const flows = [
      {
        rule: 'DenyAll',
        flows: [
          {
            mac: '000D3A',
            flowTuples: [
              '1793534400,198.51.100.7,10.0.0.4,40000,22,T,I,D,B,,,,',
              '1793534401,198.51.100.8,10.0.0.4,1,80,T,I,A,E,4,400,5,500',
            ],
          },
        ],
      },
    ];
    const { records } = recordsIn({
      time: 't',
      category: 'NetworkSecurityGroupFlowEvent',
      resourceId: '/s',
      properties: { Version: 2, flows },
    });
    expect(records).toMatchObject([
      {
        rule: 'DenyAll',
        sourceAddress: '198.51.100.7',
        destinationPort: '22',
        decision: 'D',
        state: 'B',
        packetsSent: null,
      },
      { destinationPort: '80', decision: 'A', packetsSent: 4, bytesSent: 400, packetsReceived: 5, bytesReceived: 500 },
    ]);
  });

  it('are the flows of a virtual network’s log', () => {
    const flows = [
      {
        aclID: 'a',
        flowGroups: [{ rule: 'r', flowTuples: ['1793534400123,10.0.0.6,192.0.2.180,23956,443,6,O,D,NX,1,2,3,4'] }],
      },
    ];
    expect(recordsIn({ flowLogVersion: 4, macAddress: 'm', flowRecords: { flows } }).records).toMatchObject([
      { rule: 'r', mac: 'm', sourceAddress: '10.0.0.6', trafficFlow: 'O', decision: 'D', state: 'D', bytesReceived: 4 },
    ]);
  });

  it('are a record’s own, where it has a list of such a name itself', () => {
    const own = { eventName: 'BatchDelete', items: [{ a: 1 }], findings: ['x'] };
    expect(recordsIn(own).records).toEqual([own]);
  });

  it('are none where something else comes, and that is counted', () => {
    expect(recordsIn([1, 'x', null, { CloudTrailEvent: 'no JSON' }])).toEqual({
      records: [],
      malformed: 4,
      tooLarge: 0,
    });
  });

  it('are not looked for without end', () => {
    let value: Json = record;
    for (let times = 0; times < 1000; times += 1) value = { Records: [value] };
    expect(recordsIn(value)).toEqual({ records: [], malformed: 0, tooLarge: 1 });
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as Json;
    expect(recordsIn(deep)).toEqual({ records: [], malformed: 0, tooLarge: 1 });
  });

  it('come of any JSON without an error', () => {
    const name = fc.constantFrom(
      'Records',
      'records',
      'items',
      'detail',
      'detail-type',
      'message',
      'data',
      'properties',
      'flows',
      'flowTuples',
      'category',
      'AuditData',
      'events',
      'id',
    );
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom('kube-audit', 'x', 1, null, true),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(fc.property(value, (one) => void recordsIn(one)));
  });
});
