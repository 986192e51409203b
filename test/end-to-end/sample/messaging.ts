import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Cloud, policy, SEOUL } from '../cloud.ts';
import type { Company } from './company.ts';

/** Queues and topics between the parts of the shop. */
export async function buildMessaging({ production, development, daysAgo }: Company): Promise<void> {
  await daysAgo(640);
  await buildQueues(production, {
    orders: { encrypted: true },
    'order-mail': { encrypted: true },
    'partner-stock': { encrypted: false, open: true },
  });
  await buildQueues(development, { 'orders-test': { encrypted: false } });
  await buildTopics(production, {
    'order-events': { encrypted: true },
    'event-coupons': { encrypted: false, open: true },
  });
  await buildTopics(development, { builds: { encrypted: false } });
}

type Plans = Record<string, { encrypted: boolean; open?: boolean }>;

async function buildQueues(cloud: Cloud, queues: Plans): Promise<void> {
  for (const [QueueName, { encrypted, open }] of Object.entries(queues)) {
    const Resource = `arn:aws:sqs:${SEOUL}:${cloud.account}:${QueueName}`;
    await cloud.client(SQSClient).send(
      new CreateQueueCommand({
        QueueName,
        Attributes: {
          ...(encrypted ? { KmsMasterKeyId: 'alias/shop-data' } : {}),
          ...(open === true
            ? { Policy: policy({ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource }) }
            : {}),
        },
      }),
    );
  }
}

async function buildTopics(cloud: Cloud, topics: Plans): Promise<void> {
  const sns = cloud.client(SNSClient);
  for (const [Name, { encrypted, open }] of Object.entries(topics)) {
    const { TopicArn } = await sns.send(
      new CreateTopicCommand({ Name, ...(encrypted ? { Attributes: { KmsMasterKeyId: 'alias/shop-data' } } : {}) }),
    );
    if (open !== true) continue;
    const AttributeValue = policy({ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: TopicArn });
    await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
  }
}
