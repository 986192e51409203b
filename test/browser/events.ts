import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { contentDir, loadDetections } from '../../src/content/index.ts';
import { isObject, type Json, type JsonObject } from '../../src/model/index.ts';
import { sourcesOf } from '../../src/server/events/sources.ts';
import { recordsOf } from '../content/detection-cases.ts';

const MINUTE_MS = 60_000;

/** A token that may send events, made by whoever is signed in on the page. */
export async function uploadToken(page: Page): Promise<string> {
  const make = async () => {
    const { csrf } = await (await fetch('/api/v1/session')).json();
    const made = await fetch('/api/v1/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify({ name: 'log shipper', scopes: ['upload'] }),
    });
    return (await made.json()).secret as string;
  };
  return page.evaluate(make);
}

/** Sends records as a log shipper does; answers how many were taken in. */
export async function sendEvents(url: string, token: string, records: readonly JsonObject[]): Promise<number> {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: records.map((record) => JSON.stringify(record)).join('\n'),
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { taken: number }).taken;
}

/** Somebody signs in with a password alone, makes a key for themselves and switches the audit log off, just now. */
export function takeover(now: number): JsonObject[] {
  const identity = {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLENARI',
    arn: 'arn:aws:iam::111122223333:user/nari',
    accountId: '111122223333',
    userName: 'nari',
  };
  const record = (minutesAgo: number, source: string, name: string, more: JsonObject): JsonObject => ({
    eventVersion: '1.09',
    eventID: randomUUID(),
    eventTime: new Date(now - minutesAgo * MINUTE_MS).toISOString().replace(/\.\d+Z/, 'Z'),
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: 'ap-northeast-2',
    sourceIPAddress: '192.0.2.55',
    userAgent: 'Mozilla/5.0',
    userIdentity: identity,
    recipientAccountId: '111122223333',
    eventType: source === 'signin' ? 'AwsConsoleSignIn' : 'AwsApiCall',
    ...more,
  });
  return [
    record(6, 'signin', 'ConsoleLogin', {
      additionalEventData: { MFAUsed: 'No' },
      responseElements: { ConsoleLogin: 'Success' },
    }),
    record(5, 'iam', 'CreateAccessKey', {
      requestParameters: { userName: 'nightly-export' },
      responseElements: {
        accessKey: { userName: 'nightly-export', status: 'Active', accessKeyId: 'AKIAEXAMPLENIGHTLY' },
      },
    }),
    record(3, 'cloudtrail', 'StopLogging', {
      requestParameters: { name: 'arn:aws:cloudtrail:ap-northeast-2:111122223333:trail/audit' },
    }),
  ];
}

/**
 * Events that the product's own detections are tested with, as if they had happened within the last hour: pages that
 * show many kinds of them.
 *
 * @param every takes one of so many detections
 */
export async function testedEvents(now: number, every: number): Promise<JsonObject[]> {
  const { tests } = await loadDetections(sourcesOf, path.join(contentDir(), 'detections'));
  return tests
    .filter((_, at) => at % every === 0)
    .flatMap(({ tests: [test], base }, at) => {
      const records = test === undefined || test.fires === 0 ? [] : recordsOf(test, base);
      const times = records.flatMap(timesIn);
      const [first, last] = [Math.min(...times), Math.max(...times)];
      if (times.length === 0 || last - first > 20 * MINUTE_MS) return [];
      const shift = now - MINUTE_MS * (2 + ((at * 7) % 34)) - last;
      return records.map((record) => moved(record, shift) as JsonObject);
    });
}

const moment = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function timesIn(value: Json): number[] {
  if (typeof value === 'string') return moment.test(value) ? [Date.parse(value)] : [];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((inner) => timesIn(inner ?? null))
    : [];
}

function moved(value: Json | undefined, shift: number): Json {
  if (typeof value === 'string') return moment.test(value) ? new Date(Date.parse(value) + shift).toISOString() : value;
  if (Array.isArray(value)) return value.map((inner) => moved(inner, shift));
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, shift)]));
}
