import type { JsonObject } from '../../../model/index.ts';
import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/**
 * Digest of the image that a function is made of. Lambda follows no tag: it keeps the digest that the tag had, and gives it as the hash of the code, in hex
 * where that of an archive is in Base64 (Lambda developer guide, "Create a Lambda function using a container image").
 */
function imageOf({ PackageType, CodeSha256 }: JsonObject): string[] {
  const isDigest = PackageType === 'Image' && typeof CodeSha256 === 'string' && /^[0-9a-f]{64}$/.test(CodeSha256);
  return isDigest ? [`sha256:${CodeSha256}`] : [];
}

/** Functions, their aliases and the ways to call them. */
export const lambda: ServiceTable = {
  service: 'lambda',
  client: () => import('@aws-sdk/client-lambda'),
  calls: [
    {
      operation: 'ListFunctions',
      permission: 'lambda:ListFunctions',
      scope: 'regional',
      items: 'Functions',
      sensitive: [{ path: 'Environment.Variables' }],
      makes: {
        kind: 'aws.lambda.function',
        category: 'compute',
        title: { en: 'Lambda function', ko: 'Lambda 함수' },
        id: (item) => text(item, 'FunctionArn'),
        name: (item) => text(item, 'FunctionName'),
        relations: [
          pointsToArn('assumes', 'aws.iam.role', 'Role'),
          pointsTo('attached', 'security-group', 'VpcConfig.SecurityGroupIds'),
          pointsTo('placed-in', 'subnet', 'VpcConfig.SubnetIds'),
          pointsTo('placed-in', 'vpc', 'VpcConfig.VpcId'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'KMSKeyArn'),
          pointsToArn('mounts', 'aws.efs.access-point', 'FileSystemConfigs.Arn'),
          pointsToArn('uses', 'aws.sqs.queue', 'DeadLetterConfig.TargetArn'),
          { type: 'runs', kind: 'oci.image', to: imageOf },
          {
            type: 'logs-to',
            kind: 'aws.logs.log-group',
            to: (item, origin) => {
              const group = (item.LoggingConfig as { LogGroup?: unknown } | undefined)?.LogGroup;
              return typeof group === 'string' ? [arn('logs', origin, `log-group:${group}`)] : [];
            },
          },
        ],
      },
    },
    {
      operation: 'GetPolicy',
      permission: 'lambda:GetPolicy',
      scope: 'regional',
      each: { kind: 'aws.lambda.function', params: { FunctionName: 'FunctionName' } },
      as: 'policy',
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'GetFunctionUrlConfig',
      permission: 'lambda:GetFunctionUrlConfig',
      scope: 'regional',
      each: { kind: 'aws.lambda.function', params: { FunctionName: 'FunctionName' } },
      as: 'urlConfig',
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'ListTags',
      permission: 'lambda:ListTags',
      scope: 'regional',
      each: { kind: 'aws.lambda.function', params: { Resource: 'FunctionArn' } },
      as: 'tagging',
      tags: ({ Tags }) => tagsOf(Tags),
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'ListAliases',
      permission: 'lambda:ListAliases',
      scope: 'regional',
      each: { kind: 'aws.lambda.function', params: { FunctionName: 'FunctionName' } },
      items: 'Aliases',
      absent: ['ResourceNotFoundException'],
      makes: {
        kind: 'aws.lambda.alias',
        category: 'compute',
        title: { en: 'Lambda alias', ko: 'Lambda 별칭' },
        id: (item) => text(item, 'AliasArn'),
        name: (item, origin) => `${origin.parent?.name}:${text(item, 'Name')}`,
        // An alias has a policy and a URL of its own; the API asks for them by function and alias.
        shape: (item, origin) => ({ ...(item as object), FunctionName: origin.params.FunctionName ?? null }),
      },
    },
    {
      operation: 'GetPolicy',
      permission: 'lambda:GetPolicy',
      scope: 'regional',
      each: { kind: 'aws.lambda.alias', params: { FunctionName: 'FunctionName', Qualifier: 'Name' } },
      as: 'policy',
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'GetFunctionUrlConfig',
      permission: 'lambda:GetFunctionUrlConfig',
      scope: 'regional',
      each: { kind: 'aws.lambda.alias', params: { FunctionName: 'FunctionName', Qualifier: 'Name' } },
      as: 'urlConfig',
      absent: ['ResourceNotFoundException'],
    },
    {
      operation: 'ListLayers',
      permission: 'lambda:ListLayers',
      scope: 'regional',
      items: 'Layers',
      makes: {
        kind: 'aws.lambda.layer',
        category: 'compute',
        title: { en: 'Lambda layer', ko: 'Lambda 계층' },
        id: (item) => text(item, 'LayerArn'),
        name: (item) => text(item, 'LayerName'),
      },
    },
    {
      operation: 'ListEventSourceMappings',
      permission: 'lambda:ListEventSourceMappings',
      scope: 'regional',
      items: 'EventSourceMappings',
      makes: {
        kind: 'aws.lambda.event-source-mapping',
        category: 'compute',
        title: { en: 'Lambda event source mapping', ko: 'Lambda 이벤트 소스 매핑' },
        id: (item, origin) =>
          text(item, 'EventSourceMappingArn') || arn('lambda', origin, `event-source-mapping:${text(item, 'UUID')}`),
        name: (item) => text(item, 'UUID'),
        relations: [
          pointsToArn('invokes', 'aws.lambda.function', 'FunctionArn'),
          pointsToArn('reads', 'aws.sqs.queue', 'EventSourceArn'),
        ],
      },
    },
  ],
};
