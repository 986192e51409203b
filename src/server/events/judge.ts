import { createDetector, type Detector, type DetectorLosses, type Rejection } from '../../engines/detection/index.ts';
import type { Firing, LogEvent } from '../../model/index.ts';
import { eventFields } from '../../sources/events/index.ts';
import type { Enrichment } from '../../sources/events/types.ts';
import type { DetectorPlan } from '../detections/library.ts';

/** What the inventory knows of an asset; undefined: nothing. */
export type AssetFacts = ReturnType<NonNullable<Enrichment['asset']>>;

/** Events with what the inventory knows of the assets they name: rules ask at once and cannot wait for the store. */
export interface JudgedBatch {
  events: readonly LogEvent[];
  assets: readonly (readonly [id: string, facts: AssetFacts])[];
  /** When each event came in, in milliseconds since 1970; without it none is from the future. */
  arrived?: readonly number[];
}

export interface JudgeState {
  rejections: readonly Rejection[];
  losses: DetectorLosses;
  /** Keys that it remembers. */
  keys: number;
}

/** The detections at work, wherever they run. One call after the other; answers come in the same order. */
export interface Judge {
  /** Judges by another plan from now on. What it remembers of detections that stay as they were is carried over. */
  load(plan: DetectorPlan): Promise<JudgeState>;
  push(batch: JudgedBatch): Promise<Firing[]>;
  /** What can be said only now that nothing earlier can come any more. */
  settle(): Promise<Firing[]>;
  /** The same, as if nothing more will come. */
  finish(): Promise<Firing[]>;
  snapshot(): Promise<Uint8Array[]>;
  /** @throws Error where the snapshot is damaged or of another version: it then remembers nothing */
  restore(chunks: readonly Uint8Array[]): Promise<void>;
  state(): Promise<JudgeState>;
  close(): Promise<void>;
}

/** Assets of the inventory that are remembered; the least recently named go first. */
const MOST_ASSETS = 50_000;

/** Facts of which rules are asked to be told, see {@link Enrichment.tells}. */
const facts = [
  'country',
  'city',
  'latitude',
  'longitude',
  'asn',
  'organisation',
  'cloud',
  'tor',
  'vpn',
  'threats',
] as const;

const noPlan: DetectorPlan = { detections: [], filters: [], placeholders: new Map(), timeZone: 'UTC' };

/** A judge in this thread. */
export function directJudge(enrichment: Enrichment): Judge {
  const assets = new Map<string, AssetFacts>();
  const known: Enrichment = { ...enrichment, asset: (id) => assets.get(id) };
  const build = ({ detections, filters, placeholders, timeZone }: DetectorPlan) =>
    createDetector(detections, { fields: eventFields(known, { timeZone }), filters, placeholders });
  const toldNow = () => facts.filter((fact) => enrichment.tells?.(fact) ?? true).join(' ');
  let plan = noPlan;
  let told = toldNow();
  let detector: Detector = build(plan);
  const state = (): JudgeState => ({
    rejections: detector.rejections,
    losses: { ...detector.losses },
    keys: detector.keys,
  });

  function learn(known: JudgedBatch['assets']): void {
    for (const [id, facts] of known) {
      assets.delete(id);
      assets.set(id, facts);
    }
    for (const id of assets.keys()) {
      if (assets.size <= MOST_ASSETS) break;
      assets.delete(id);
    }
  }

  /** Builds the detector anew; what it remembers is carried over. */
  function rebuild(): void {
    const remembered = detector.snapshot();
    told = toldNow();
    detector = build(plan);
    detector.restore(remembered);
  }

  return {
    async load(next) {
      plan = next;
      rebuild();
      return state();
    },
    async push({ events, assets: known, arrived = [] }) {
      learn(known);
      // Rules are compiled without what no file could tell: they are compiled again where the files tell more now, or less.
      if (toldNow() !== told) rebuild();
      const firings: Firing[] = [];
      for (const [at, event] of events.entries()) firings.push(...detector.push(event, arrived[at]));
      return firings;
    },
    settle: async () => [...detector.settle()],
    finish: async () => [...detector.finish()],
    snapshot: async () => detector.snapshot(),
    async restore(chunks) {
      try {
        detector.restore(chunks);
      } catch (error) {
        detector = build(plan);
        throw error;
      }
    },
    state: async () => state(),
    close: async () => {},
  };
}
