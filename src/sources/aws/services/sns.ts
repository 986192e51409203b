import { pointsToArn } from '../relations.ts';
import { type ServiceTable, text } from '../service-table.ts';

export const sns: ServiceTable = {
  service: 'sns',
  client: () => import('@aws-sdk/client-sns'),
  calls: [
    {
      operation: 'ListTopics',
      permission: 'sns:ListTopics',
      scope: 'regional',
      items: 'Topics',
      makes: {
        kind: 'aws.sns.topic',
        category: 'messaging',
        title: { en: 'SNS topic', ko: 'SNS 주제' },
        id: (item) => text(item, 'TopicArn'),
        name: (item) => text(item, 'TopicArn').split(':').slice(5).join(':'),
      },
    },
    {
      operation: 'GetTopicAttributes',
      permission: 'sns:GetTopicAttributes',
      scope: 'regional',
      each: { kind: 'aws.sns.topic', params: { TopicArn: 'TopicArn' } },
      as: 'attributes',
      relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'Attributes.KmsMasterKeyId')],
    },
    {
      operation: 'ListSubscriptions',
      permission: 'sns:ListSubscriptions',
      scope: 'regional',
      items: 'Subscriptions',
      makes: {
        kind: 'aws.sns.subscription',
        category: 'messaging',
        title: { en: 'SNS subscription', ko: 'SNS 구독' },
        // One that waits for confirmation has no ARN yet, only the word PendingConfirmation.
        id: (item) => {
          const arn = text(item, 'SubscriptionArn');
          if (arn.startsWith('arn:')) return arn;
          return `${text(item, 'TopicArn')}:pending:${text(item, 'Protocol')}:${text(item, 'Endpoint')}`;
        },
        name: (item) => `${text(item, 'Protocol')}:${text(item, 'Endpoint')}`,
        relations: [{ type: 'subscribes', kind: 'aws.sns.topic', to: (item) => [text(item, 'TopicArn')] }],
      },
    },
  ],
};
