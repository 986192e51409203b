import { expect, it } from 'vitest';
import { trailRecord } from '../../../test/server/events.ts';
import { parseDetections } from '../../content/index.ts';
import type { LogEvent } from '../../model/index.ts';
import { eventOf } from '../../sources/events/index.ts';
import { directJudge } from './judge.ts';
import { sourcesOf } from './sources.ts';

const rule = `
title: A call from Tor
id: from-tor
logsource: { product: aws, service: cloudtrail }
detection: { selection: { hwaseong.ip.tor: true }, condition: selection }
`;

it('judges by files on addresses that came after its start', async () => {
  let tor = false;
  const judge = directJudge({
    address: () => (tor ? { internal: false, tor } : { internal: false }),
    tells: (fact) => tor && fact === 'tor',
  });
  const { detections, filters } = parseDetections(rule, 'rules', sourcesOf);
  await judge.load({ detections, filters, placeholders: new Map(), timeZone: 'UTC' });
  const event = eventOf(trailRecord('ListUsers', '2026-11-01T10:00:00Z')) as LogEvent;
  expect(await judge.push({ events: [event], assets: [] })).toEqual([]);
  tor = true;
  expect(await judge.push({ events: [{ ...event }], assets: [] })).toHaveLength(1);
});
