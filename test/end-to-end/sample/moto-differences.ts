import { type Collection, isObject, type Json, type JsonObject, operationName } from '../../../src/model/index.ts';
import type { Answer } from '../../../src/platform/segments/index.ts';
import { isCommercial, PRODUCTION } from './company.ts';

/**
 * Calls that moto does not know, with what AWS answers: of production what the company's story wants, else what the API
 * references name as the default. An empty list also stands for "there is none".
 */
const unanswered: Record<string, Json[] | ((asked: Collection) => Json[])> = {
  'accessanalyzer:ListAnalyzers': inProduction(({ account, region }) => [
    {
      arn: `arn:aws:access-analyzer:${region}:${account}:analyzer/organization`,
      name: 'organization',
      type: 'ORGANIZATION',
      status: 'ACTIVE',
    },
  ]),
  'account:GetContactInformation': [
    { ContactInformation: { FullName: 'Haneul Mall', CountryCode: 'KR', City: 'Seoul' } },
  ],
  'backup:ListProtectedResources': [],
  'cloudtrail:LookupEvents': inProduction(({ account, finishedAt }) =>
    ['CreateAccessKey', 'AddUserToGroup'].map((EventName, index) => ({
      EventId: `3f1c7a52-0b1e-4c1d-9a55-00000000000${index}`,
      EventName,
      EventTime: before(finishedAt, 5),
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/lee.jiyoung` },
      sourceIPAddress: '203.0.113.24',
      errorCode: null,
    })),
  ),
  'ec2:DescribeVpcBlockPublicAccessOptions': [{ VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' } }],
  'ec2:GetAllowedImagesSettings': [{ State: 'disabled' }],
  'ec2:GetEbsDefaultKmsKeyId': [{ KmsKeyId: 'alias/aws/ebs' }],
  'ec2:GetImageBlockPublicAccessState': [{ ImageBlockPublicAccessState: 'unblocked' }],
  'ec2:GetInstanceMetadataDefaults': [{ AccountLevel: {} }],
  'ec2:GetSerialConsoleAccessStatus': [{ SerialConsoleAccessEnabled: false }],
  'ec2:GetSnapshotBlockPublicAccessState': [{ State: 'unblocked' }],
  'eks:ListAccessEntries': [],
  'eks:ListAddons': [],
  'elasticache:DescribeServerlessCaches': [],
  'guardduty:ListFindings': ({ account, region, finishedAt, params }) =>
    account !== PRODUCTION || region !== 'ap-northeast-2'
      ? []
      : [
          {
            Id: '90c8a1f5d7e24b6f8a3d2c1b0e9f8a7d',
            Arn: `arn:aws:guardduty:${region}:${account}:detector/${params.DetectorId}/finding/90c8a1f5d7e24b6f8a3d2c1b0e9f8a7d`,
            AccountId: account,
            Region: region,
            Type: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
            Title: 'An EC2 instance asks for the name of a mining pool.',
            Severity: 8,
            CreatedAt: before(finishedAt, 3 * 24),
            UpdatedAt: before(finishedAt, 7),
            Service: { Archived: false, Count: 41 },
            Resource: { ResourceType: 'Instance' },
          },
        ],
  'iam:ListOrganizationsFeatures': [],
  'inspector2:BatchGetAccountStatus': ({ account }) => {
    const state = { status: account === PRODUCTION ? 'ENABLED' : 'DISABLED' };
    const resourceState = Object.fromEntries(
      ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'].map((type) => [type, state]),
    );
    return [{ accounts: [{ accountId: account, state, resourceState }] }];
  },
  'kafka:ListConfigurations': [],
  'macie2:GetMacieSession': inProduction(() => [{ status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' }]),
  'organizations:ListHandshakesForAccount': [],
  'securityhub:GetEnabledStandards': inProduction(({ account, region }) => {
    const standard = 'aws-foundational-security-best-practices/v/1.0.0';
    return [
      {
        StandardsSubscriptionArn: `arn:aws:securityhub:${region}:${account}:subscription/${standard}`,
        StandardsArn: `arn:aws:securityhub:${region}::standards/${standard}`,
        StandardsStatus: 'READY',
      },
    ];
  }),
  'securityhub:ListEnabledProductsForImport': [],
  'ssm:DescribeInstanceInformation': [],
  'ssm:GetServiceSetting': ({ account }) => [
    { ServiceSetting: { SettingValue: account === PRODUCTION ? 'Disable' : 'Enable' } },
  ],
  'ssm:ListResourceComplianceSummaries': [],
};

/** So many hours before a time. */
function before(time: string, hours: number): string {
  return new Date(Date.parse(time) - hours * 3_600_000).toISOString();
}

function inProduction(answer: (asked: Collection) => Json[]): (asked: Collection) => Json[] {
  return (asked) => (asked.account === PRODUCTION ? answer(asked) : []);
}

/** Ids that the whole recording names. */
interface Known {
  keys: ReadonlySet<string>;
  networks: ReadonlySet<string>;
}

/** True for an item that no account of AWS would see, or that belongs to AWS and not to the account. */
const foreign: Record<string, (item: JsonObject, known: Known) => boolean> = {
  // The regions of other partitions.
  'ec2:DescribeRegions': ({ RegionName }) => !isCommercial(String(RegionName)),
  'ec2:DescribeManagedPrefixLists': ({ OwnerId }) => OwnerId === 'aws',
  // moto keeps them when their network is deleted.
  'ec2:DescribeNetworkAcls': ({ VpcId }, { networks }) => !networks.has(String(VpcId)),
  // AWS makes the key behind such an alias when a service first needs it; moto lists the alias before.
  'kms:ListAliases': ({ TargetKeyId }, { keys }) => !keys.has(String(TargetKeyId)),
  'elasticache:DescribeUsers': ({ UserId }) => UserId === 'default',
};

/** Answers of moto as AWS would have given them to the company. What was denied stays denied. */
export function asAws(answers: readonly Answer[]): Answer[] {
  const known: Known = {
    keys: idsIn(answers, 'kms:ListKeys', 'KeyId'),
    networks: idsIn(answers, 'ec2:DescribeVpcs', 'VpcId'),
  };
  return answers.map((answer) => addressed(ownOf(answered(answer), known)));
}

function answered({ collection, items }: Answer): Answer {
  const answer = unanswered[operationName(collection)];
  if (collection.complete || collection.error?.permission !== undefined || answer === undefined) {
    return { collection, items };
  }
  const { error: _, ...rest } = collection;
  const given = typeof answer === 'function' ? answer(collection) : answer;
  return { collection: { ...rest, pages: 1, items: given.length, complete: true }, items: given };
}

function ownOf({ collection, items }: Answer, known: Known): Answer {
  const isForeign = foreign[operationName(collection)];
  if (isForeign === undefined) return { collection, items };
  const own = items.filter((item) => !isObject(item) || !isForeign(item, known));
  return { collection: { ...collection, items: own.length }, items: own };
}

/** Queues are named by the address that they are reached at. */
function addressed(answer: Answer): Answer {
  const { region } = answer.collection;
  const text = JSON.stringify(answer).replace(
    /http:\/\/(?:localhost|127\.0\.0\.1):\d+/g,
    `https://sqs.${region}.amazonaws.com`,
  );
  return JSON.parse(text) as Answer;
}

function idsIn(answers: readonly Answer[], operation: string, field: string): Set<string> {
  const lists = answers.filter(({ collection }) => operationName(collection) === operation);
  return new Set(lists.flatMap(({ items }) => items.map((item) => String(isObject(item) ? item[field] : ''))));
}
