import { type ServiceTable, tagsOf, text } from '../service-table.ts';
import { apiArn } from './apigateway.ts';

/** HTTP and WebSocket APIs. Their custom domains are listed by the first version of the API, beside all others. */
export const apigatewayv2: ServiceTable = {
  service: 'apigatewayv2',
  client: () => import('@aws-sdk/client-apigatewayv2'),
  calls: [
    {
      operation: 'GetApis',
      permission: 'apigateway:GET',
      scope: 'regional',
      items: 'Items',
      makes: {
        kind: 'aws.apigatewayv2.api',
        category: 'network',
        title: { en: 'HTTP or WebSocket API', ko: 'HTTP 또는 WebSocket API' },
        id: (item, origin) => apiArn(origin.region, `apis/${text(item, 'ApiId')}`),
        name: (item) => text(item, 'Name') || text(item, 'ApiId'),
        tags: (item) => tagsOf(item.Tags),
      },
    },
    {
      operation: 'GetRoutes',
      permission: 'apigateway:GET',
      scope: 'regional',
      each: { kind: 'aws.apigatewayv2.api', params: { ApiId: 'ApiId' } },
      items: 'Items',
      as: 'routes',
      absent: ['NotFoundException'],
    },
    {
      operation: 'GetStages',
      permission: 'apigateway:GET',
      scope: 'regional',
      each: { kind: 'aws.apigatewayv2.api', params: { ApiId: 'ApiId' } },
      items: 'Items',
      as: 'stages',
      absent: ['NotFoundException'],
      sensitive: [{ path: 'StageVariables' }],
      makes: {
        kind: 'aws.apigatewayv2.stage',
        category: 'network',
        title: { en: 'HTTP or WebSocket API stage', ko: 'HTTP 또는 WebSocket API 스테이지' },
        id: (item, origin) => `${origin.parent?.id}/stages/${text(item, 'StageName')}`,
        name: (item, origin) => `${origin.parent?.name}/${text(item, 'StageName')}`,
        tags: (item) => tagsOf(item.Tags),
      },
    },
  ],
};
