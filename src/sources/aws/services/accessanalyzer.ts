import { type ServiceTable, tagsOf, text } from '../service-table.ts';

/** Analyzers that watch for access from outside, or for access that nobody uses. */
export const accessanalyzer: ServiceTable = {
  service: 'accessanalyzer',
  client: () => import('@aws-sdk/client-accessanalyzer'),
  calls: [
    {
      operation: 'ListAnalyzers',
      permission: 'access-analyzer:ListAnalyzers',
      scope: 'regional',
      items: 'analyzers',
      makes: {
        kind: 'aws.accessanalyzer.analyzer',
        category: 'security',
        title: { en: 'Access analyzer', ko: '액세스 분석기' },
        id: (item) => text(item, 'arn'),
        name: (item) => text(item, 'name'),
        tags: (item) => tagsOf(item.tags),
      },
    },
  ],
};
