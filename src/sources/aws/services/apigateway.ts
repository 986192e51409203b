import type { JsonObject, Params } from '../../../model/index.ts';
import { pointsToArn } from '../relations.ts';
import { partitionOf, type ServiceTable, tagsOf, text } from '../service-table.ts';

/** REST APIs. IAM knows the whole of API Gateway's reading as one action, `apigateway:GET`. */
export const apigateway: ServiceTable = {
  service: 'apigateway',
  client: () => import('@aws-sdk/client-api-gateway'),
  calls: [
    {
      operation: 'GetRestApis',
      permission: 'apigateway:GET',
      scope: 'regional',
      items: 'items',
      makes: {
        kind: 'aws.apigateway.rest-api',
        category: 'network',
        title: { en: 'REST API', ko: 'REST API' },
        id: (item, origin) => apiArn(origin.region, `restapis/${text(item, 'id')}`),
        name: (item) => text(item, 'name') || text(item, 'id'),
        tags: (item) => tagsOf(item.tags),
      },
    },
    {
      operation: 'GetResources',
      permission: 'apigateway:GET',
      scope: 'regional',
      params: { embed: ['methods'] },
      each: { kind: 'aws.apigateway.rest-api', params: { restApiId: 'id' } },
      items: 'items',
      as: 'resources',
      absent: ['NotFoundException'],
    },
    {
      operation: 'GetAuthorizers',
      permission: 'apigateway:GET',
      scope: 'regional',
      each: { kind: 'aws.apigateway.rest-api', params: { restApiId: 'id' } },
      items: 'items',
      as: 'authorizers',
      absent: ['NotFoundException'],
      next: (answer: JsonObject): Params | undefined =>
        typeof answer.position === 'string' ? { position: answer.position } : undefined,
    },
    {
      operation: 'GetStages',
      permission: 'apigateway:GET',
      scope: 'regional',
      each: { kind: 'aws.apigateway.rest-api', params: { restApiId: 'id' } },
      items: 'item',
      as: 'stages',
      absent: ['NotFoundException'],
      sensitive: [{ path: 'variables' }],
      makes: {
        kind: 'aws.apigateway.stage',
        category: 'network',
        title: { en: 'REST API stage', ko: 'REST API 스테이지' },
        id: (item, origin) => `${origin.parent?.id}/stages/${text(item, 'stageName')}`,
        name: (item, origin) => `${origin.parent?.name}/${text(item, 'stageName')}`,
        tags: (item) => tagsOf(item.tags),
        relations: [pointsToArn('guarded-by', 'aws.wafv2.web-acl', 'webAclArn')],
      },
    },
    {
      // Names made through either version of the API are listed here.
      operation: 'GetDomainNames',
      permission: 'apigateway:GET',
      scope: 'regional',
      items: 'items',
      makes: {
        kind: 'aws.apigateway.domain-name',
        category: 'network',
        title: { en: 'API custom domain', ko: 'API 사용자 지정 도메인' },
        id: (item, origin) => apiArn(origin.region, `domainnames/${text(item, 'domainName')}`),
        name: (item) => text(item, 'domainName'),
        tags: (item) => tagsOf(item.tags),
        relations: [
          pointsToArn('uses', 'aws.acm.certificate', 'regionalCertificateArn'),
          pointsToArn('uses', 'aws.acm.certificate', 'certificateArn'),
        ],
      },
    },
    {
      operation: 'GetUsagePlans',
      permission: 'apigateway:GET',
      scope: 'regional',
      items: 'items',
      makes: {
        kind: 'aws.apigateway.usage-plan',
        category: 'network',
        title: { en: 'API usage plan', ko: 'API 사용량 계획' },
        id: (item, origin) => apiArn(origin.region, `usageplans/${text(item, 'id')}`),
        name: (item) => text(item, 'name') || text(item, 'id'),
        tags: (item) => tagsOf(item.tags),
        relations: [
          {
            type: 'limits',
            kind: 'aws.apigateway.stage',
            to: (item, origin) =>
              (Array.isArray(item.apiStages) ? (item.apiStages as JsonObject[]) : []).map((stage) =>
                apiArn(origin.region, `restapis/${text(stage, 'apiId')}/stages/${text(stage, 'stage')}`),
              ),
          },
        ],
      },
    },
  ],
};

/** ARN of something of API Gateway: without an account (Service Authorization Reference). */
export function apiArn(region: string, resource: string): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::/${resource}`;
}
