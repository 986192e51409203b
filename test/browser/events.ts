import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { JsonObject } from '../../src/model/index.ts';

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
