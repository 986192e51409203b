import { arn, type ServiceTable, tagsOf, text } from '../service-table.ts';

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
  ],
};
