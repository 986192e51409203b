import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../model/index.ts';
import { createDetector } from '../index.ts';
import { correlation, event, fields, rule } from '../testing.ts';

const counting = (condition = 3) =>
  correlation('often', {
    type: 'event_count',
    rules: ['fail'],
    'group-by': ['user'],
    timespan: '1h',
    condition: { gte: condition },
  });
const places = correlation('places', {
  type: 'value_count',
  rules: ['fail'],
  'group-by': ['user'],
  timespan: '1h',
  condition: { field: 'from', gte: 3 },
});
const detections = (condition?: number) => [rule('fail', 'fail', { alerts: false }), counting(condition), places];
const fail = (minutes: number, from = 'KR') => event(minutes, { action: 'fail', user: 'kim', from }, `e${minutes}`);

function used() {
  const detector = createDetector(detections(), { fields });
  for (const one of [
    fail(1, 'a'),
    fail(2, 'b'),
    event(3, { action: 'fail', user: '\ud800 lee', from: 'c' }, 'odd \u0000 id'),
  ])
    detector.push(one);
  return detector;
}

describe('a snapshot', () => {
  it('takes up all that was remembered', () => {
    const again = createDetector(detections(), { fields });
    again.restore(used().snapshot());
    expect(again.keys).toBe(used().keys);
    const [often, several] = again.push(fail(4, 'c'));
    expect(often?.events.map(({ id }) => id)).toEqual(['e1', 'e2', 'e4']);
    expect(several?.detection).toBe('places');
  });

  it('knows events that come again after it', () => {
    const again = createDetector(detections(), { fields });
    again.restore(used().snapshot());
    expect([fail(1, 'a'), fail(2, 'b')].flatMap((one) => again.push(one))).toEqual([]);
    expect(again.keys).toBe(used().keys);
  });

  it('keeps what was lost, and how late events may be', () => {
    const detector = used();
    detector.push(fail(120));
    detector.push(fail(0));
    const again = createDetector(detections(), { fields });
    again.restore(detector.snapshot());
    expect(again.losses).toEqual({ evicted: 0, late: 1, future: 0, abandoned: 0 });
    again.push(fail(1));
    expect(again.losses.late).toBe(2);
  });

  it('drops what belongs to a detection that changed or is gone, and keeps the rest', () => {
    const changed = createDetector(detections(4), { fields });
    changed.restore(used().snapshot());
    const firings = [4, 5].flatMap((minutes) => changed.push(fail(minutes, 'c')));
    expect(firings.map(({ detection }) => detection)).toEqual(['places', 'places']);

    const fewer = createDetector([...detections().slice(0, 2), rule('new', 'login')], { fields });
    fewer.restore(used().snapshot());
    expect(fewer.keys).toBe(2);
    expect(fewer.push(fail(4)).map(({ detection }) => detection)).toEqual(['often']);
  });

  it('does not change with titles', () => {
    const [member, often, several] = detections();
    const renamed = { ...often!, document: { ...(often!.document as object), title: 'Another title' } };
    const again = createDetector([several!, renamed, member!], { fields });
    again.restore(used().snapshot());
    expect(again.keys).toBe(used().keys);
  });
});

describe('a snapshot that is damaged', () => {
  it('is refused with an error that says so, and changes nothing', () => {
    const chunks = used().snapshot();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, where, change) => {
        const broken = chunks.map((chunk) => Uint8Array.from(chunk));
        const chunk = broken[which % broken.length]!;
        chunk[where % chunk.length]! ^= change;
        const detector = createDetector(detections(), { fields });
        detector.push(fail(1, 'a'));
        expect(() => detector.restore(broken)).toThrow(UserError);
        expect(detector.keys).toBe(3);
        expect([fail(2), fail(3)].flatMap((one) => detector.push(one))).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['nothing', []],
    ['something else', [Buffer.from('{}')]],
    ['a part missing', used().snapshot().slice(0, -1)],
    ['a part too many', [...used().snapshot(), Buffer.from('more')]],
  ])('is refused: %s', (_what, chunks) => {
    const detector = createDetector(detections(), { fields });
    expect(() => detector.restore(chunks)).toThrow(expect.objectContaining({ code: 'snapshot-unreadable' }));
  });
});
