import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, text } from '../service-table.ts';

export const sqs: ServiceTable = {
  service: 'sqs',
  client: () => import('@aws-sdk/client-sqs'),
  calls: [
    {
      operation: 'ListQueues',
      permission: 'sqs:ListQueues',
      scope: 'regional',
      // Without a page size SQS gives the first 1,000 queues and no token for the rest (API reference, ListQueues).
      params: { MaxResults: 1000 },
      items: 'QueueUrls',
      makes: {
        kind: 'aws.sqs.queue',
        category: 'messaging',
        title: { en: 'SQS queue', ko: 'SQS 대기열' },
        shape: (url) => ({ QueueUrl: String(url) }),
        id: (item, origin) => arn('sqs', origin, queueName(text(item, 'QueueUrl'))),
        name: (item) => queueName(text(item, 'QueueUrl')),
      },
    },
    {
      operation: 'GetQueueAttributes',
      permission: 'sqs:GetQueueAttributes',
      scope: 'regional',
      params: { AttributeNames: ['All'] },
      each: { kind: 'aws.sqs.queue', params: { QueueUrl: 'QueueUrl' } },
      as: 'attributes',
      relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'Attributes.KmsMasterKeyId')],
    },
  ],
};

/** Last step of `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`. */
function queueName(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
