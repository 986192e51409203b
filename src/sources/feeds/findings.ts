import { z } from 'zod';
import { isObject, type JsonObject } from '../../model/index.ts';
import { pause } from './pause.ts';
import { hoursBack } from './start.ts';
import type { FeedKind, RunningFeed } from './types.ts';

const services = ['guardduty', 'security-hub', 'inspector'] as const;
type Service = (typeof services)[number];

const settings = z.strictObject({
  region: z.string().max(40).default('us-east-1'),
  /** Services, with commas between them. */
  services: z
    .string()
    .max(200)
    .default(services.join(','))
    .transform((list) =>
      list
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(services)).min(1)),
  startHours: hoursBack.default(24 * 7),
  everySeconds: z.number().int().min(30).max(3600).default(120),
});

type Settings = z.output<typeof settings>;

/** Findings change a while after they say so. */
const OVERLAP_MS = 5 * 60_000;

/** What GuardDuty, Security Hub and Inspector found, as events: each time a finding is new or changed. */
export const findingsFeed: FeedKind<Settings> = {
  settings,
  secret: 'none',
  aws: true,
  permissions: [
    'guardduty:ListDetectors',
    'guardduty:ListFindings',
    'guardduty:GetFindings',
    'securityhub:GetFindings',
    'inspector2:ListFindings',
  ],
  async run(feed) {
    while (!feed.signal.aborted) {
      for (const service of feed.settings.services) await look(feed, service);
      feed.well();
      await pause(feed.settings.everySeconds * 1000, feed.signal);
    }
  },
};

async function look(feed: RunningFeed<Settings>, service: Service): Promise<void> {
  const now = feed.clock();
  const kept = isObject(feed.marker) ? feed.marker : {};
  const last = kept[service];
  const since =
    typeof last === 'string'
      ? new Date(new Date(last).getTime() - OVERLAP_MS)
      : new Date(now.getTime() - feed.settings.startHours * 3_600_000);
  for await (const found of readers[service](feed, since, now)) {
    if (feed.signal.aborted) return;
    if (found.length > 0) await feed.deliver({ source: service, records: found.map(plain) });
  }
  const marker: JsonObject = { ...kept, [service]: now.toISOString() };
  feed.marker = marker;
  await feed.keep(marker);
}

type Reader = (feed: RunningFeed<Settings>, since: Date, until: Date) => AsyncGenerator<object[]>;

const readers: Record<Service, Reader> = {
  async *guardduty(feed, since) {
    const { GuardDutyClient, paginateListDetectors, paginateListFindings, GetFindingsCommand } = await import(
      '@aws-sdk/client-guardduty'
    );
    const client = new GuardDutyClient(options(feed));
    try {
      for await (const { DetectorIds = [] } of paginateListDetectors({ client }, {})) {
        for (const DetectorId of DetectorIds) {
          const FindingCriteria = { Criterion: { updatedAt: { GreaterThanOrEqual: since.getTime() } } };
          for await (const { FindingIds = [] } of paginateListFindings({ client }, { DetectorId, FindingCriteria })) {
            if (FindingIds.length === 0) continue;
            const { Findings = [] } = await client.send(new GetFindingsCommand({ DetectorId, FindingIds }));
            yield Findings.map(camelKeys);
          }
        }
      }
    } finally {
      client.destroy();
    }
  },

  async *'security-hub'(feed, since, until) {
    const { paginateGetFindings, SecurityHubClient } = await import('@aws-sdk/client-securityhub');
    const client = new SecurityHubClient(options(feed));
    try {
      const UpdatedAt = [{ Start: since.toISOString(), End: until.toISOString() }];
      for await (const { Findings = [] } of paginateGetFindings({ client }, { Filters: { UpdatedAt } })) yield Findings;
    } finally {
      client.destroy();
    }
  },

  async *inspector(feed, since, until) {
    const { Inspector2Client, paginateListFindings } = await import('@aws-sdk/client-inspector2');
    const client = new Inspector2Client(options(feed));
    try {
      const updatedAt = [{ startInclusive: since, endInclusive: until }];
      for await (const { findings = [] } of paginateListFindings({ client }, { filterCriteria: { updatedAt } })) {
        yield findings;
      }
    } finally {
      client.destroy();
    }
  },
};

function options({ settings: { region }, aws }: RunningFeed<Settings>) {
  return {
    region,
    ...(aws === undefined ? {} : { credentials: aws.credentials }),
    ...(aws?.endpoint === undefined ? {} : { endpoint: aws.endpoint }),
  };
}

/** The SDK writes `SchemaVersion` where GuardDuty's own events, exports and rules write `schemaVersion`. */
function camelKeys(value: unknown): object {
  return camel(value) as object;
}

function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [`${key.charAt(0).toLowerCase()}${key.slice(1)}`, camel(field)]),
  );
}

/** As JSON would carry it: times as text, nothing undefined. */
function plain(finding: object): JsonObject {
  return JSON.parse(JSON.stringify(finding)) as JsonObject;
}
