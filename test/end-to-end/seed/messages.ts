import { CreateStreamCommand, KinesisClient, StartStreamEncryptionCommand } from '@aws-sdk/client-kinesis';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Cloud, policy, SEOUL } from '../cloud.ts';
import type { Twins } from './twins.ts';

export const messages: readonly Twins[] = [
  {
    control: 'aws-sqs-queue-public',
    async make(cloud, QueueName, good) {
      const Resource = `arn:aws:sqs:${SEOUL}:${cloud.account}:${QueueName}`;
      const Principal = good ? { AWS: `arn:aws:iam::${cloud.account}:root` } : '*';
      const Policy = policy({ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource });
      await cloud.client(SQSClient).send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
      return undefined;
    },
  },
  {
    control: 'aws-sqs-queue-encryption',
    async make(cloud, QueueName, good) {
      const Attributes = { SqsManagedSseEnabled: String(good) };
      await cloud.client(SQSClient).send(new CreateQueueCommand({ QueueName, Attributes }));
      return undefined;
    },
  },
  {
    control: 'aws-sns-topic-public',
    async make(cloud, name, good) {
      const TopicArn = await topic(cloud, name);
      const Principal = good ? { AWS: `arn:aws:iam::${cloud.account}:root` } : '*';
      const AttributeValue = policy({ Effect: 'Allow', Principal, Action: 'sns:Publish', Resource: TopicArn });
      const change = { TopicArn, AttributeName: 'Policy', AttributeValue };
      await cloud.client(SNSClient).send(new SetTopicAttributesCommand(change));
      return undefined;
    },
  },
  {
    control: 'aws-sns-topic-encryption',
    async make(cloud, name, good) {
      await topic(cloud, name, good ? { KmsMasterKeyId: 'alias/messages' } : {});
      return undefined;
    },
  },
  {
    control: 'aws-sns-subscription-https',
    async make(cloud, name, good) {
      const TopicArn = await topic(cloud, name);
      const Protocol = good ? 'https' : 'http';
      const about = { TopicArn, Protocol, Endpoint: `${Protocol}://hook.example.com`, ReturnSubscriptionArn: true };
      const { SubscriptionArn } = await cloud.client(SNSClient).send(new SubscribeCommand(about));
      return SubscriptionArn;
    },
  },
  {
    control: 'aws-kinesis-stream-encryption',
    async make(cloud, StreamName, good) {
      const kinesis = cloud.client(KinesisClient);
      await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
      const encryption = { StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
      if (good) await kinesis.send(new StartStreamEncryptionCommand(encryption));
      return undefined;
    },
  },
];

async function topic(cloud: Cloud, Name: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { TopicArn } = await cloud.client(SNSClient).send(new CreateTopicCommand({ Name, Attributes }));
  return TopicArn as string;
}
