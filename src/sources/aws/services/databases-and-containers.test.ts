import { describe, expect, it } from 'vitest';
import type { ItemOrigin, JsonObject } from '../../../model/index.ts';
import { redact } from '../../../platform/redaction/index.ts';
import type { ServiceTable } from '../service-table.ts';
import { ecs } from './ecs.ts';
import { eks } from './eks.ts';
import { lambda } from './lambda.ts';
import { rds } from './rds.ts';

const origin: ItemOrigin = {
  tenant: 't',
  connection: 'c',
  provider: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  params: {},
};

function entry(table: ServiceTable, kind: string) {
  const makes = table.calls.find((call) => call.makes?.kind === kind)?.makes;
  if (!makes) throw new Error(`no call makes ${kind}`);
  return makes;
}

/** `type → id` of every relation of an item. */
function relations(table: ServiceTable, kind: string, item: JsonObject): string[] {
  return (entry(table, kind).relations ?? []).flatMap(({ type, to }) =>
    to(item, origin).map((id) => `${type} → ${id}`),
  );
}

describe('task definitions of ECS', () => {
  const describing = ecs.calls.filter((call) => call.operation === 'DescribeTaskDefinition');

  it('are the newest of each family and those that services run', () => {
    expect(describing.map((call) => call.each?.kind)).toEqual(['aws.ecs.task-definition-family', 'aws.ecs.service']);
  });

  it('point to the secrets they read, however those are named', () => {
    const item = {
      containerDefinitions: [
        {
          secrets: [
            { name: 'A', valueFrom: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf:password::' },
            { name: 'B', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/app/b' },
            { name: 'C', valueFrom: '/app/c' },
            { name: 'D', valueFrom: 'd' },
          ],
          logConfiguration: { secretOptions: [{ name: 'E', valueFrom: 'e' }] },
        },
      ],
    };
    expect(relations(ecs, 'aws.ecs.task-definition', item)).toEqual([
      'reads → arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
      'reads → arn:aws:ssm:eu-west-1:111122223333:parameter/app/b',
      'reads → arn:aws:ssm:eu-west-1:111122223333:parameter/app/c',
      'reads → arn:aws:ssm:eu-west-1:111122223333:parameter/d',
      'reads → arn:aws:ssm:eu-west-1:111122223333:parameter/e',
    ]);
  });

  it('run images, named by digest or in full', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const names = ['nginx', 'team/app:1', `registry.example.com/app@${digest}`, 'registry.example.com:5000/app'];
    const item = { containerDefinitions: names.map((image) => ({ image })) };
    expect(relations(ecs, 'aws.ecs.task-definition', item)).toEqual([
      `runs → ${digest}`,
      'runs → docker.io/library/nginx:latest',
      'runs → docker.io/team/app:1',
      'runs → registry.example.com:5000/app:latest',
    ]);
  });

  it('keep no value of the environment and no word of the command line, where a password may stand alone', () => {
    const answer = {
      taskDefinition: {
        containerDefinitions: [
          {
            environment: [{ name: 'STAGE', value: 'production' }],
            command: ['serve', '--password', 'hunter2'],
          },
        ],
      },
    };
    const kept = JSON.stringify(redact(answer, describing[0]?.sensitive ?? [], Buffer.alloc(32)));
    expect(kept).not.toContain('production');
    expect(kept).not.toContain('hunter2');
    expect(kept).toContain('STAGE');
  });

  it('are none where a revision was deleted meanwhile', () => {
    const { shape, where } = entry(ecs, 'aws.ecs.task-definition');
    expect(where?.(shape?.({}, origin) ?? {})).toBe(false);
  });
});

describe('ids', () => {
  it('are made from names where lists give nothing else', () => {
    const cluster = entry(eks, 'aws.eks.cluster');
    expect(cluster.id(cluster.shape?.('main', origin) ?? {}, origin)).toBe(
      'arn:aws:eks:eu-west-1:111122223333:cluster/main',
    );
    const group = entry(eks, 'aws.eks.node-group');
    const item = group.shape?.('workers', { ...origin, params: { clusterName: 'main' } }) ?? {};
    expect([group.id(item, origin), group.name(item, origin)]).toEqual([
      'arn:aws:eks:eu-west-1:111122223333:nodegroup/main/workers',
      'main/workers',
    ]);
  });
});

describe('relations', () => {
  it('join a database to its network, its key, its secret and its cluster', () => {
    const item = {
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }],
      DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-1' }] },
      KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/k1',
      MasterUserSecret: { SecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds-AbCdEf' },
      DBParameterGroups: [{ DBParameterGroupName: 'tls' }],
      DBClusterIdentifier: 'shop',
    };
    expect(relations(rds, 'aws.rds.instance', item)).toEqual([
      'attached → arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1',
      'placed-in → arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1',
      'placed-in → arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1',
      'encrypted-by → arn:aws:kms:eu-west-1:111122223333:key/k1',
      'uses → arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds-AbCdEf',
      'uses → arn:aws:rds:eu-west-1:111122223333:pg:tls',
      'member-of → arn:aws:rds:eu-west-1:111122223333:cluster:shop',
    ]);
  });

  it('join a function to its role and its log group', () => {
    const item = { Role: 'arn:aws:iam::111122223333:role/pay', LoggingConfig: { LogGroup: '/aws/lambda/pay' } };
    expect(relations(lambda, 'aws.lambda.function', item)).toEqual([
      'assumes → arn:aws:iam::111122223333:role/pay',
      'logs-to → arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/pay',
    ]);
  });
});

describe('functions of Lambda', () => {
  const digest = '0123456789abcdef'.repeat(4);

  it('run the image whose digest Lambda keeps, whatever its tag points at by now', () => {
    const item = { PackageType: 'Image', CodeSha256: digest };
    expect(relations(lambda, 'aws.lambda.function', item)).toEqual([`runs → sha256:${digest}`]);
  });

  it('run none where they come as an archive', () => {
    const CodeSha256 = 'cIbGDt5xjb1OAzYKUkQMAFyKs3nF/1Fbgx3YEYFb0kQ=';
    expect(relations(lambda, 'aws.lambda.function', { PackageType: 'Zip', CodeSha256 })).toEqual([]);
    expect(relations(lambda, 'aws.lambda.function', { PackageType: 'Image' })).toEqual([]);
  });
});
