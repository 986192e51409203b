import type { AssetEntry, ItemOrigin, JsonObject, RelationEntry, SensitivePath } from '../../../model/index.ts';
import { pointsToArn, textsAt } from '../relations.ts';
import { arn, type ServiceCall, type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Plain environment variables are for settings, and yet secrets are found in them. */
const inContainers: readonly SensitivePath[] = [
  { path: 'taskDefinition.containerDefinitions.environment' },
  { path: 'taskDefinition.containerDefinitions.command' },
  { path: 'taskDefinition.containerDefinitions.entryPoint' },
];

/** Clusters, the services and tasks in them, and the task definitions that say what runs. */
export const ecs: ServiceTable = {
  service: 'ecs',
  client: () => import('@aws-sdk/client-ecs'),
  calls: [
    {
      operation: 'ListClusters',
      permission: 'ecs:ListClusters',
      scope: 'regional',
      items: 'clusterArns',
      makes: {
        kind: 'aws.ecs.cluster',
        category: 'container',
        title: { en: 'ECS cluster', ko: 'ECS 클러스터' },
        shape: (clusterArn) => ({ clusterArn: String(clusterArn) }),
        id: (item) => text(item, 'clusterArn'),
        name: (item) => lastStep(text(item, 'clusterArn')),
      },
    },
    {
      operation: 'DescribeClusters',
      permission: 'ecs:DescribeClusters',
      scope: 'regional',
      params: { include: ['SETTINGS', 'CONFIGURATIONS', 'STATISTICS', 'TAGS'] },
      each: { kind: 'aws.ecs.cluster', params: { 'clusters[]': 'clusterArn' } },
      items: 'clusters',
      as: 'details',
      tags: (item) => tagsOf(item.tags),
      absent: ['ClusterNotFoundException'],
    },
    {
      operation: 'ListServices',
      permission: 'ecs:ListServices',
      scope: 'regional',
      each: { kind: 'aws.ecs.cluster', params: { cluster: 'clusterArn' } },
      items: 'serviceArns',
      absent: ['ClusterNotFoundException'],
      makes: {
        kind: 'aws.ecs.service',
        category: 'container',
        title: { en: 'ECS service', ko: 'ECS 서비스' },
        shape: (serviceArn, origin) => ({ serviceArn: String(serviceArn), clusterArn: origin.params.cluster ?? null }),
        id: (item) => text(item, 'serviceArn'),
        name: (item) => lastStep(text(item, 'serviceArn')),
      },
    },
    {
      operation: 'DescribeServices',
      permission: 'ecs:DescribeServices',
      scope: 'regional',
      params: { include: ['TAGS'] },
      each: { kind: 'aws.ecs.service', params: { cluster: 'clusterArn', 'services[]': 'serviceArn' } },
      items: 'services',
      as: 'details',
      tags: (item) => tagsOf(item.tags),
      absent: ['ClusterNotFoundException'],
      relations: [
        pointsToArn('runs', 'aws.ecs.task-definition', 'taskDefinition'),
        pointsTo('placed-in', 'subnet', 'networkConfiguration.awsvpcConfiguration.subnets'),
        pointsTo('attached', 'security-group', 'networkConfiguration.awsvpcConfiguration.securityGroups'),
        pointsToArn('served-by', 'aws.elbv2.target-group', 'loadBalancers.targetGroupArn'),
        pointsToArn('assumes', 'aws.iam.role', 'roleArn'),
      ],
    },
    {
      operation: 'ListTasks',
      permission: 'ecs:ListTasks',
      scope: 'regional',
      each: { kind: 'aws.ecs.cluster', params: { cluster: 'clusterArn' } },
      items: 'taskArns',
      absent: ['ClusterNotFoundException'],
      makes: {
        kind: 'aws.ecs.task',
        category: 'container',
        title: { en: 'ECS task', ko: 'ECS 태스크' },
        shape: (taskArn, origin) => ({ taskArn: String(taskArn), clusterArn: origin.params.cluster ?? null }),
        id: (item) => text(item, 'taskArn'),
        name: (item) => lastStep(text(item, 'taskArn')),
      },
    },
    {
      operation: 'DescribeTasks',
      permission: 'ecs:DescribeTasks',
      scope: 'regional',
      params: { include: ['TAGS'] },
      each: { kind: 'aws.ecs.task', params: { cluster: 'clusterArn', 'tasks[]': 'taskArn' } },
      items: 'tasks',
      as: 'details',
      tags: (item) => tagsOf(item.tags),
      absent: ['ClusterNotFoundException'],
      sensitive: [
        { path: 'overrides.containerOverrides.environment' },
        { path: 'overrides.containerOverrides.command' },
      ],
      relations: [
        pointsToArn('runs', 'aws.ecs.task-definition', 'taskDefinitionArn'),
        { type: 'runs', kind: 'oci.image', to: (item) => textsAt(item, 'containers.imageDigest') },
      ],
    },
    {
      operation: 'ListTaskDefinitionFamilies',
      permission: 'ecs:ListTaskDefinitionFamilies',
      scope: 'regional',
      params: { status: 'ACTIVE' },
      items: 'families',
      makes: {
        kind: 'aws.ecs.task-definition-family',
        category: 'container',
        title: { en: 'ECS task definition family', ko: 'ECS 태스크 정의 패밀리' },
        shape: (family) => ({ family: String(family) }),
        id: (item, origin) => arn('ecs', origin, `task-definition/${text(item, 'family')}`),
        name: (item) => text(item, 'family'),
      },
    },
    // A family keeps every revision it ever had; what counts are the newest and those that services still run.
    describesTaskDefinition('aws.ecs.task-definition-family', 'family'),
    describesTaskDefinition('aws.ecs.service', 'details.0.taskDefinition'),
  ],
};

function describesTaskDefinition(kind: string, from: string): ServiceCall {
  return {
    operation: 'DescribeTaskDefinition',
    permission: 'ecs:DescribeTaskDefinition',
    scope: 'regional',
    params: { include: ['TAGS'] },
    each: { kind, params: { taskDefinition: from } },
    sensitive: inContainers,
    makes: taskDefinition(),
  };
}

function taskDefinition(): AssetEntry {
  return {
    kind: 'aws.ecs.task-definition',
    category: 'container',
    title: { en: 'ECS task definition', ko: 'ECS 태스크 정의' },
    shape: (answer) => {
      const { taskDefinition, tags = [] } = answer as { taskDefinition?: JsonObject; tags?: JsonObject[] };
      return { ...taskDefinition, tags };
    },
    // A revision that was deleted between two calls is no definition any more.
    where: (item) => text(item, 'taskDefinitionArn') !== '',
    id: (item) => text(item, 'taskDefinitionArn'),
    name: (item) => lastStep(text(item, 'taskDefinitionArn')),
    tags: (item) => tagsOf(item.tags),
    relations: [
      pointsToArn('assumes', 'aws.iam.role', 'taskRoleArn'),
      pointsToArn('started-by', 'aws.iam.role', 'executionRoleArn'),
      { type: 'runs', kind: 'oci.image', to: (item) => imagesOf(item).flatMap(({ digest }) => digest ?? []) },
      { type: 'runs', kind: 'oci.reference', to: (item) => imagesOf(item).flatMap(({ name }) => name ?? []) },
      secrets('aws.secretsmanager.secret', secretArn),
      secrets('aws.ssm.parameter', parameterArn),
    ],
  };
}

/** The images of a definition: those that it names by digest, and the others by their name in full. */
function imagesOf(item: JsonObject): { digest?: string; name?: string }[] {
  return textsAt(item, 'containerDefinitions.image').map((image) => {
    const [, digest] = /@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
    return digest === undefined ? { name: fullName(image) } : { digest };
  });
}

/** `nginx` is `docker.io/library/nginx:latest`: the rules by which Docker reads names. */
function fullName(image: string): string {
  const tagged = /:[\w][\w.-]{0,127}$/.test(image) ? image : `${image}:latest`;
  const [first = ''] = tagged.split('/');
  const hasHost = tagged.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  if (hasHost) return tagged;
  return tagged.includes('/') ? `docker.io/${tagged}` : `docker.io/library/${tagged}`;
}

function secrets(kind: string, arnOf: (valueFrom: string, origin: ItemOrigin) => string | undefined): RelationEntry {
  return {
    type: 'reads',
    kind,
    to: (item, origin) =>
      ['secrets', 'logConfiguration.secretOptions']
        .flatMap((path) => textsAt(item, `containerDefinitions.${path}.valueFrom`))
        .map((valueFrom) => arnOf(valueFrom, origin))
        .filter((id) => id !== undefined),
  };
}

/** `ARN:json-key:version-stage:version-id`, the parts after the ARN being optional. */
function secretArn(valueFrom: string): string | undefined {
  const parts = valueFrom.split(':');
  return parts[2] === 'secretsmanager' ? parts.slice(0, 7).join(':') : undefined;
}

/** A parameter of the same region may be named without its ARN. */
function parameterArn(valueFrom: string, origin: ItemOrigin): string | undefined {
  if (!valueFrom.startsWith('arn:')) return arn('ssm', origin, `parameter/${valueFrom.replace(/^\//, '')}`);
  return valueFrom.split(':')[2] === 'ssm' ? valueFrom : undefined;
}

/** `.../NAME`: what people call it. */
function lastStep(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
