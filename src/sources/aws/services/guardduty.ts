import type { JsonObject, Params } from '../../../model/index.ts';
import { arn, type CallSdk, type ServiceTable, tagsOf, text } from '../service-table.ts';

/** Threat detection, region by region. */
export const guardduty: ServiceTable = {
  service: 'guardduty',
  client: () => import('@aws-sdk/client-guardduty'),
  calls: [
    {
      operation: 'ListDetectors',
      permission: 'guardduty:ListDetectors',
      scope: 'regional',
      items: 'DetectorIds',
      makes: {
        kind: 'aws.guardduty.detector',
        category: 'security',
        title: { en: 'GuardDuty detector', ko: 'GuardDuty 탐지기' },
        shape: (item) => ({ DetectorId: String(item) }),
        id: (item, origin) => arn('guardduty', origin, `detector/${text(item, 'DetectorId')}`),
        name: (item) => text(item, 'DetectorId'),
        tags: (item) => tagsOf(item.Tags),
      },
    },
    {
      operation: 'GetDetector',
      permission: 'guardduty:GetDetector',
      scope: 'regional',
      each: { kind: 'aws.guardduty.detector', params: { DetectorId: 'DetectorId' } },
      as: 'settings',
    },
    {
      // The list gives ids alone; what they stand for is read page by page.
      operation: 'ListFindings',
      permission: 'guardduty:ListFindings',
      permissions: ['guardduty:GetFindings'],
      scope: 'regional',
      each: { kind: 'aws.guardduty.detector', params: { DetectorId: 'DetectorId' } },
      // The worst first, so that a list that is cut holds them. 50 is the most that GetFindings takes at once.
      requests: () => [
        {
          FindingCriteria: { Criterion: { 'service.archived': { Equals: ['false'] } } },
          SortCriteria: { AttributeName: 'severity', OrderBy: 'DESC' },
          MaxResults: 50,
        },
      ],
      parse: withFindings,
      items: 'Findings',
      as: 'openFindings',
    },
  ],
};

async function withFindings({ FindingIds }: JsonObject, call: CallSdk, { DetectorId }: Params): Promise<JsonObject> {
  if (!Array.isArray(FindingIds) || FindingIds.length === 0) return { Findings: [] };
  const answer = await call('GetFindings', { DetectorId: DetectorId ?? '', FindingIds });
  const findings = Array.isArray(answer.Findings) ? (answer.Findings as JsonObject[]) : [];
  // One that is missing ran out between the two calls.
  return { Findings: findings.map(summary) };
}

/** What is judged and shown of a finding. The rest (addresses, keys, processes) is GuardDuty's to show. */
function summary(finding: JsonObject): JsonObject {
  const { Id, Arn, AccountId, Region, Type, Title, Severity, CreatedAt, UpdatedAt, Service, Resource } = finding;
  const { Archived = false, Count = 1 } = (Service ?? {}) as JsonObject;
  const { ResourceType = null } = (Resource ?? {}) as JsonObject;
  const told = { Id, Arn, AccountId, Region, Type, Title, Severity, CreatedAt, UpdatedAt } as JsonObject;
  return { ...told, Service: { Archived, Count }, Resource: { ResourceType } };
}
