import { type KnownEvent, parseDetections } from '../../src/content/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import type { EventContent } from '../../src/server/content.ts';
import { sourcesOf } from '../../src/server/events/sources.ts';

/** Three detections that tests understand at a glance: one event, a count, and one that is only a line in an incident. */
const rules = `
title: A trail is stopped
name: aws-test-trail-stopped
description: Nobody sees what is done from then on.
tags: [attack.defense-evasion, attack.t1562.008]
level: high
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventSource: cloudtrail.amazonaws.com, eventName: StopLogging}
  condition: selection
hwaseong:
  korean: {title: 추적 중지, description: 이후의 활동이 기록되지 않습니다.}
  respond: {en: Start the trail again., ko: 추적을 다시 시작합니다.}
---
title: A sign-in fails
name: aws-test-sign-in-failed
level: low
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventName: ConsoleLogin, responseElements.ConsoleLogin: Failure}
  filter: {userIdentity.userName|expand: '%trusted_people%'}
  condition: selection and not filter
---
title: Many sign-ins fail
name: aws-test-sign-ins-failed
description: Somebody guesses.
tags: [attack.credential-access, attack.t1110]
level: medium
correlation:
  type: event_count
  rules: [aws-test-sign-in-failed]
  group-by: [hwaseong.ip]
  timespan: 10m
  condition: {gte: 5}
---
title: A key is made
name: aws-test-key-made
description: It lasts.
tags: [attack.persistence, attack.t1098.001]
level: low
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventSource: iam.amazonaws.com, eventName: CreateAccessKey}
  condition: selection
`;

const known: KnownEvent[] = [
  {
    id: 'aws.s3.PutBucketAcl',
    source: 'cloudtrail',
    service: 's3.amazonaws.com',
    names: ['PutBucketAcl'],
    title: { en: 'Bucket ACL changed', ko: '버킷 ACL 변경' },
    category: 'storage',
    technique: 'T1530',
    severity: 'high',
    named: true,
  },
  {
    id: 'aws.ec2.RunInstances',
    source: 'cloudtrail',
    service: 'ec2.amazonaws.com',
    names: ['RunInstances'],
    title: { en: 'Instances launched', ko: '인스턴스 시작' },
    category: 'compute',
    technique: 'T1578.002',
    severity: 'medium',
    named: false,
  },
];

/** What the event side of a test server knows. */
export function eventContent(): EventContent {
  const { detections, filters } = parseDetections(rules, 'test', sourcesOf);
  const text = (en: string, ko: string) => ({ en, ko });
  return {
    library: {
      detections: detections.map(({ detection, document }) => ({
        detection: { ...detection, origin: 'product' },
        document,
      })),
      filters,
      lists: new Map([
        [
          'trusted_people',
          { title: text('Trusted people', '신뢰하는 사람'), about: text('Whom nobody minds.', '예외.'), default: [] },
        ],
      ]),
      tests: [],
    },
    known,
    attack: {
      tactics: [
        { id: 'TA0005', name: 'defense-evasion', title: text('Defense Evasion', '방어 회피') },
        { id: 'TA0006', name: 'credential-access', title: text('Credential Access', '자격 증명 접근') },
      ],
      techniques: new Map([
        [
          'T1562',
          { id: 'T1562', title: text('Impair Defenses', '방어 무력화'), parent: null, tactics: ['defense-evasion'] },
        ],
        [
          'T1110',
          { id: 'T1110', title: text('Brute Force', '무차별 대입'), parent: null, tactics: ['credential-access'] },
        ],
      ]),
    },
  };
}

let made = 0;

/** A CloudTrail record of somebody doing something, as AWS writes it; `more` is laid over it. */
export function trailRecord(eventName: string, eventTime: string, more: JsonObject = {}): JsonObject {
  made += 1;
  const services: Record<string, string> = {
    StopLogging: 'cloudtrail.amazonaws.com',
    ConsoleLogin: 'signin.amazonaws.com',
    CreateAccessKey: 'iam.amazonaws.com',
    PutBucketAcl: 's3.amazonaws.com',
  };
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEMINJI',
      arn: 'arn:aws:iam::111122223333:user/minji',
      accountId: '111122223333',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'minji',
    },
    eventTime,
    eventSource: services[eventName] ?? 'ec2.amazonaws.com',
    eventName,
    awsRegion: 'ap-northeast-2',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: null,
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...more,
  };
}
