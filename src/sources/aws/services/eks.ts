import type { ItemOrigin, JsonObject } from '../../../model/index.ts';
import { pointsToArn } from '../relations.ts';
import { arn, type ServiceCall, type ServiceTable, tagsOf, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Kubernetes clusters as AWS sees them: control plane, nodes, add-ons, who may enter. */
export const eks: ServiceTable = {
  service: 'eks',
  client: () => import('@aws-sdk/client-eks'),
  calls: [
    {
      operation: 'ListClusters',
      permission: 'eks:ListClusters',
      scope: 'regional',
      items: 'clusters',
      makes: {
        kind: 'aws.eks.cluster',
        category: 'container',
        title: { en: 'EKS cluster', ko: 'EKS 클러스터' },
        shape: (name) => ({ name: String(name) }),
        id: (item, origin) => arn('eks', origin, `cluster/${text(item, 'name')}`),
        name: (item) => text(item, 'name'),
      },
    },
    {
      operation: 'DescribeCluster',
      permission: 'eks:DescribeCluster',
      scope: 'regional',
      each: { kind: 'aws.eks.cluster', params: { name: 'name' } },
      as: 'details',
      tags: ({ cluster }) => tagsOf((cluster as JsonObject | undefined)?.tags),
      absent: ['ResourceNotFoundException'],
      relations: [
        pointsToArn('assumes', 'aws.iam.role', 'cluster.roleArn'),
        pointsTo('placed-in', 'subnet', 'cluster.resourcesVpcConfig.subnetIds'),
        pointsTo('placed-in', 'vpc', 'cluster.resourcesVpcConfig.vpcId'),
        pointsTo('attached', 'security-group', 'cluster.resourcesVpcConfig.securityGroupIds'),
        pointsTo('attached', 'security-group', 'cluster.resourcesVpcConfig.clusterSecurityGroupId'),
        pointsToArn('encrypted-by', 'aws.kms.key', 'cluster.encryptionConfig.provider.keyArn'),
      ],
    },
    {
      ...listed('ListAccessEntries', 'accessEntries', {
        kind: 'aws.eks.access-entry',
        category: 'identity',
        title: { en: 'EKS access entry', ko: 'EKS 액세스 항목' },
        field: 'principalArn',
        path: 'access-entry',
      }),
      // The second is what a cluster says that keeps its users in the aws-auth config map alone.
      absent: ['ResourceNotFoundException', 'InvalidRequestException'],
    },
    detail('DescribeAccessEntry', 'aws.eks.access-entry', 'principalArn'),
    listed('ListNodegroups', 'nodegroups', {
      kind: 'aws.eks.node-group',
      category: 'container',
      title: { en: 'EKS node group', ko: 'EKS 노드 그룹' },
      field: 'nodegroupName',
      path: 'nodegroup',
    }),
    {
      ...detail('DescribeNodegroup', 'aws.eks.node-group', 'nodegroupName'),
      relations: [
        pointsToArn('assumes', 'aws.iam.role', 'nodegroup.nodeRole'),
        pointsTo('placed-in', 'subnet', 'nodegroup.subnets'),
      ],
    },
    listed('ListFargateProfiles', 'fargateProfileNames', {
      kind: 'aws.eks.fargate-profile',
      category: 'container',
      title: { en: 'EKS Fargate profile', ko: 'EKS Fargate 프로파일' },
      field: 'fargateProfileName',
      path: 'fargateprofile',
    }),
    {
      ...detail('DescribeFargateProfile', 'aws.eks.fargate-profile', 'fargateProfileName'),
      relations: [
        pointsToArn('assumes', 'aws.iam.role', 'fargateProfile.podExecutionRoleArn'),
        pointsTo('placed-in', 'subnet', 'fargateProfile.subnets'),
      ],
    },
    listed('ListAddons', 'addons', {
      kind: 'aws.eks.addon',
      category: 'container',
      title: { en: 'EKS add-on', ko: 'EKS 애드온' },
      field: 'addonName',
      path: 'addon',
    }),
    {
      ...detail('DescribeAddon', 'aws.eks.addon', 'addonName'),
      relations: [pointsToArn('assumes', 'aws.iam.role', 'addon.serviceAccountRoleArn')],
    },
  ],
};

interface Listed {
  kind: string;
  category: 'container' | 'identity';
  title: { en: string; ko: string };
  /** Name of the listed texts, as the describing call takes it. */
  field: string;
  /** Resource type in the ARN. AWS ends these ARNs in an id that no list tells; ours end in the name. */
  path: string;
}

/** Names of what a cluster has. */
function listed(operation: string, items: string, { kind, category, title, field, path }: Listed): ServiceCall {
  return {
    operation,
    permission: `eks:${operation}`,
    scope: 'regional',
    each: { kind: 'aws.eks.cluster', params: { clusterName: 'name' } },
    items,
    absent: ['ResourceNotFoundException'],
    makes: {
      kind,
      category,
      title,
      shape: (name, origin) => ({ [field]: String(name), clusterName: origin.params.clusterName ?? null }),
      id: (item: JsonObject, origin: ItemOrigin) =>
        arn('eks', origin, `${path}/${text(item, 'clusterName')}/${text(item, field)}`),
      name: (item) => `${text(item, 'clusterName')}/${text(item, field)}`,
    },
  };
}

function detail(operation: string, kind: string, field: string): ServiceCall {
  return {
    operation,
    permission: `eks:${operation}`,
    scope: 'regional',
    each: { kind, params: { clusterName: 'clusterName', [field]: field } },
    as: 'details',
    absent: ['ResourceNotFoundException'],
  };
}
