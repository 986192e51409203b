import type { RelationEntry } from '../../../model/index.ts';
import { pointsToArn } from '../relations.ts';
import { arn, type ServiceCall, type ServiceTable, text } from '../service-table.ts';
import { pointsTo } from './ec2/listing.ts';

/** Notebooks, models, endpoints and studio domains of machine learning. */
export const sagemaker: ServiceTable = {
  service: 'sagemaker',
  client: () => import('@aws-sdk/client-sagemaker'),
  calls: [
    {
      operation: 'ListNotebookInstances',
      permission: 'sagemaker:ListNotebookInstances',
      scope: 'regional',
      items: 'NotebookInstances',
      makes: {
        kind: 'aws.sagemaker.notebook-instance',
        category: 'ai',
        title: { en: 'SageMaker notebook instance', ko: 'SageMaker 노트북 인스턴스' },
        id: (item) => text(item, 'NotebookInstanceArn'),
        name: (item) => text(item, 'NotebookInstanceName'),
      },
    },
    {
      operation: 'DescribeNotebookInstance',
      permission: 'sagemaker:DescribeNotebookInstance',
      scope: 'regional',
      each: {
        kind: 'aws.sagemaker.notebook-instance',
        params: { NotebookInstanceName: 'NotebookInstanceName' },
      },
      as: 'details',
      relations: [
        pointsToArn('assumes', 'aws.iam.role', 'RoleArn'),
        pointsTo('attached', 'security-group', 'SecurityGroups'),
        pointsTo('placed-in', 'subnet', 'SubnetId'),
        key('KmsKeyId'),
      ],
    },
    lists('ListModels', 'Models', 'model', { en: 'SageMaker model', ko: 'SageMaker 모델' }, 'Model'),
    {
      operation: 'DescribeModel',
      permission: 'sagemaker:DescribeModel',
      scope: 'regional',
      each: { kind: 'aws.sagemaker.model', params: { ModelName: 'ModelName' } },
      as: 'details',
      sensitive: [{ path: 'PrimaryContainer.Environment' }, { path: 'Containers.Environment' }],
      relations: [
        pointsToArn('assumes', 'aws.iam.role', 'ExecutionRoleArn'),
        pointsTo('attached', 'security-group', 'VpcConfig.SecurityGroupIds'),
        pointsTo('placed-in', 'subnet', 'VpcConfig.Subnets'),
      ],
    },
    lists(
      'ListEndpoints',
      'Endpoints',
      'endpoint',
      { en: 'SageMaker endpoint', ko: 'SageMaker 엔드포인트' },
      'Endpoint',
    ),
    lists(
      'ListEndpointConfigs',
      'EndpointConfigs',
      'endpoint-config',
      { en: 'SageMaker endpoint configuration', ko: 'SageMaker 엔드포인트 구성' },
      'EndpointConfig',
    ),
    lists('ListDomains', 'Domains', 'domain', { en: 'SageMaker domain', ko: 'SageMaker 도메인' }, 'Domain'),
    {
      operation: 'DescribeDomain',
      permission: 'sagemaker:DescribeDomain',
      scope: 'regional',
      each: { kind: 'aws.sagemaker.domain', params: { DomainId: 'DomainId' } },
      as: 'details',
      relations: [
        pointsToArn('assumes', 'aws.iam.role', 'DefaultUserSettings.ExecutionRole'),
        pointsTo('placed-in', 'subnet', 'SubnetIds'),
        pointsTo('placed-in', 'vpc', 'VpcId'),
        key('KmsKeyId'),
      ],
    },
  ],
};

/** A list whose items carry `<prefix>Arn` and `<prefix>Name`. */
function lists(
  operation: string,
  items: string,
  type: string,
  title: { en: string; ko: string },
  prefix: string,
): ServiceCall {
  return {
    operation,
    permission: `sagemaker:${operation}`,
    scope: 'regional',
    items,
    makes: {
      kind: `aws.sagemaker.${type}`,
      category: 'ai',
      title,
      id: (item) => text(item, `${prefix}Arn`),
      name: (item) => text(item, `${prefix}Name`),
    },
  };
}

/** SageMaker gives a key back as it was named: by its ARN, or by its id alone. */
function key(field: string): RelationEntry {
  return {
    type: 'encrypted-by',
    kind: 'aws.kms.key',
    to: (item, origin) => {
      const id = text(item, field);
      if (id === '' || id.includes('alias/')) return [];
      return [id.startsWith('arn:') ? id : arn('kms', origin, `key/${id}`)];
    },
  };
}
