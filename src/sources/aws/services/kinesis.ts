import { pointsToArn } from '../relations.ts';
import { type ServiceTable, text } from '../service-table.ts';

/** Kinesis data streams. */
export const kinesis: ServiceTable = {
  service: 'kinesis',
  client: () => import('@aws-sdk/client-kinesis'),
  calls: [
    {
      operation: 'ListStreams',
      permission: 'kinesis:ListStreams',
      scope: 'regional',
      items: 'StreamSummaries',
      makes: {
        kind: 'aws.kinesis.stream',
        category: 'messaging',
        title: { en: 'Kinesis data stream', ko: 'Kinesis 데이터 스트림' },
        id: (item) => text(item, 'StreamARN'),
        name: (item) => text(item, 'StreamName'),
      },
    },
    {
      operation: 'DescribeStreamSummary',
      permission: 'kinesis:DescribeStreamSummary',
      scope: 'regional',
      each: { kind: 'aws.kinesis.stream', params: { StreamARN: 'StreamARN' } },
      as: 'summary',
      relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'StreamDescriptionSummary.KeyId')],
    },
  ],
};
