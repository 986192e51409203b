import { expect, it } from 'vitest';
import type { Activity } from '../../model/index.ts';
import { type LiveEntry, newLive } from './live.ts';

function event(id: string, actor = 'kim'): LiveEntry {
  const activity: Activity = {
    ...{ id, source: 'cloudtrail', time: '2026-11-01T10:00:00.000Z', action: 'DoIt', service: 'ec2.amazonaws.com' },
    actor: { type: 'user', id: actor, name: actor },
    ...{ outcome: 'success', account: '111122223333', region: 'us-east-1', assets: [], classUid: 6003 },
  };
  return { type: 'event', activity, view: () => ({ id }) };
}

/** Reads a stream until it has `count` messages. */
async function read(stream: AsyncIterable<unknown>, count: number): Promise<string[]> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    const messages = text.split('\n\n').filter((one) => one.startsWith('event:'));
    if (messages.length >= count) return messages;
  }
  return text.split('\n\n').filter((one) => one.startsWith('event:'));
}

it('shows each reader what it asks for', async () => {
  const live = newLive();
  expect(live.watched).toBe(false);
  const stream = live.follow({ actor: 'KIM' });
  live.publish([event('1'), event('2', 'lee'), event('3')]);
  live.close();
  expect(await read(stream as AsyncIterable<unknown>, 9)).toEqual([
    'event: event\ndata: {"id":"1"}',
    'event: event\ndata: {"id":"3"}',
  ]);
});

it('leaves out, and counts, what a reader is too slow for', async () => {
  const live = newLive();
  const stream = live.follow({});
  const sent = 5000;
  live.publish(Array.from({ length: sent }, (_, index) => event(`event-${index}`, 'a'.repeat(200))));
  const messages: string[] = [];
  for await (const chunk of stream as AsyncIterable<unknown>) {
    messages.push(...String(chunk).split('\n\n'));
    if (messages.some((one) => one.includes('left-out'))) break;
  }
  const shown = messages.filter((one) => one.startsWith('event: event')).length;
  const leftOut = Number(/"count":(\d+)/.exec(messages.join())?.[1]);
  expect(shown).toBeLessThan(sent);
  expect(shown + leftOut).toBe(sent);
  await expect.poll(() => live.watched).toBe(false);
});

it('has room for so many readers and no more', () => {
  const live = newLive();
  const streams = Array.from({ length: 50 }, () => live.follow({}));
  expect(live.follow({})).toBeUndefined();
  streams[0]?.destroy();
  live.close();
});
