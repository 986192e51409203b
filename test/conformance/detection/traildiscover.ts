import path from 'node:path';
import { type Activity, isObject, type Json, type JsonObject } from '../../../src/model/index.ts';
import { eventOf, sourceById } from '../../../src/sources/events/index.ts';
import { readNdjson } from '../ndjson.ts';

/** How many examples of CloudTrail events are understood in full. */
export interface NormalisationScore {
  events: number;
  normalised: number;
  /** Share of events with everything filled that the record has. */
  score: number;
  /** Cases that are not, and what they lack. */
  differing: { id: string; lacking: string[] }[];
}

interface Case {
  id: string;
  log: JsonObject;
}

/** Scores the examples of CloudTrail events in a folder. */
export async function scoreNormalisation(dir: string): Promise<NormalisationScore> {
  const differing: NormalisationScore['differing'] = [];
  let events = 0;
  for await (const { id, log } of readNdjson<Case>(path.join(dir, 'aws-cloudtrail.ndjson'))) {
    events += 1;
    const lacking = lackingIn(log);
    if (lacking.length > 0) differing.push({ id, lacking });
  }
  const normalised = events - differing.length;
  return { events, normalised, score: events === 0 ? 0 : normalised / events, differing };
}

/** What an event of ours lacks that its record has. */
function lackingIn(log: JsonObject): string[] {
  const event = eventOf(log);
  if (typeof event === 'string') return [event];
  const activity = sourceById(event.source)?.describe(event);
  if (activity === undefined) return ['source'];
  const identity = isObject(log['userIdentity']) ? log['userIdentity'] : {};
  const filled: [what: string, inRecord: Json | undefined, ours: boolean][] = [
    ['time', log['eventTime'], Date.parse(activity.time) === Date.parse(String(log['eventTime']))],
    [
      'actor',
      identity['arn'] ?? identity['principalId'] ?? identity['userName'] ?? identity['invokedBy'],
      activity.actor.id !== '',
    ],
    ['action', log['eventName'], activity.action === log['eventName']],
    ['service', log['eventSource'], activity.service === log['eventSource']],
    ['region', log['awsRegion'], activity.region === log['awsRegion']],
    ['address', addressIn(log['sourceIPAddress']), activity.ip === log['sourceIPAddress']],
    ['outcome', log['errorCode'] ?? 'none', isOutcomeRight(activity, log)],
  ];
  return filled
    .filter(([, inRecord, ours]) => inRecord !== undefined && inRecord !== null && !ours)
    .map(([what]) => what);
}

/** Services that call have their name in the field of the address. */
function addressIn(value: Json | undefined): Json | undefined {
  return typeof value === 'string' && /^[\d.]+$|:/.test(value) ? value : undefined;
}

function isOutcomeRight({ outcome, error }: Activity, log: JsonObject): boolean {
  if (typeof log['errorCode'] === 'string') return outcome === 'failure' && error === log['errorCode'];
  return outcome !== 'unknown';
}
