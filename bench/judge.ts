import path from 'node:path';
import { contentDir, loadControls } from '../src/content/index.ts';
import type { CompiledControl } from '../src/engines/control/index.ts';
import { productEngine } from '../src/findings/engine.ts';
import { judge } from '../src/findings/judge.ts';
import { buildInventory, createLookup, type Inventory, type Lookup } from '../src/inventory/index.ts';
import { type Asset, FactUnknown, type Status, statuses } from '../src/model/index.ts';
import { awsCatalog } from '../src/sources/aws/catalog.ts';
import { type Benchmark, coreSecondsSince, type Row } from './benchmark.ts';
import { type ByHand, byHand } from './judge/by-hand.ts';
import { makeOrganisation, NOW } from './judge/organisation.ts';

const ASSETS = 100_000;

/** The clock that the tests of controls are written for. */
const now = new Date(NOW);

/** How fast all controls judge a large organisation on one core, and a part of them against plain JavaScript. */
export const judging: Benchmark = {
  name: 'judge',
  title: 'All controls over 100,000 assets, one core',
  async run({ scale, say }) {
    const engine = await productEngine();
    const loaded = await loadControls(path.join(contentDir(), 'controls', 'aws'));
    const controls = loaded.map((control) => engine.compile(control));
    const made = await makeOrganisation(controls, awsCatalog, Math.round(ASSETS * scale));
    say(
      `${controls.length} controls; facts of ${made.used} tests in ${made.accounts} accounts, ${made.left} tests left out`,
    );

    const answers = [...made.answers];
    const before = process.cpuUsage();
    const inventory = await buildInventory(awsCatalog, answers);
    const lookup = createLookup(awsCatalog, inventory);
    const building = coreSecondsSince(before);
    const count = inventory.assets.length;
    say(`${count} assets in ${building.toFixed(1)} s`);

    const tally = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
    const started = process.cpuUsage();
    for (const { status } of judge(inventory, lookup, controls, { now })) tally[status] += 1;
    const seconds = coreSecondsSince(started);
    const evaluations = Object.values(tally).reduce((sum, one) => sum + one, 0);
    if (tally.error > 0) throw new Error(`${tally.error} judgements broke`);
    say(
      `${evaluations} evaluations in ${seconds.toFixed(1)} s: ${statuses.map((status) => `${tally[status]} ${status}`).join(', ')}`,
    );

    const subset = compare(controls, inventory, lookup);
    say(`${subset.judged} evaluations of ${Object.keys(byHand).length} controls agree with those by hand`);
    return [
      {
        name: 'All controls, with reading and looking up of assets',
        value: evaluations / seconds,
        unit: 'evaluations/s',
      },
      {
        name: `${Object.keys(byHand).length} controls, assets in memory`,
        value: subset.engine,
        unit: 'evaluations/s',
        floor: subset.hand,
      },
      { name: 'Assets made of facts', value: count / building, unit: 'assets/s' },
      ...share(tally, evaluations),
    ];
  },
};

function share(tally: Readonly<Record<Status, number>>, evaluations: number): Row[] {
  const shown: Status[] = ['pass', 'fail', 'unknown', 'not-applicable'];
  return shown.map((status) => ({
    name: `  of them ${status}`,
    value: (100 * tally[status]) / evaluations,
    unit: '%',
  }));
}

/**
 * Judges the assets of the controls that stand in `byHand` twice, by the engine and by hand, assets and what is related
 * to them in memory. Gives evaluations a second of both.
 *
 * Throws where the two disagree: then they are not the same predicates.
 */
function compare(controls: readonly CompiledControl[], inventory: Inventory, lookup: Lookup) {
  const work = controls.flatMap((compiled) => {
    const hand = byHand[compiled.control.id];
    return hand === undefined ? [] : [{ compiled, hand, cases: casesOf(compiled, inventory, lookup) }];
  });
  if (work.length !== Object.keys(byHand).length) throw new Error('A control that is written by hand is no more');
  const judged = work.reduce((sum, { cases }) => sum + cases.length, 0);
  const byEngine: Status[] = [];
  const handMade: Status[] = [];

  // By hand first: the engine finds the data warm, which is to its favour by very little, and never the other way round.
  let started = process.cpuUsage();
  for (const { hand, cases } of work) for (const one of cases) handMade.push(judgeByHand(hand, one));
  const hand = judged / coreSecondsSince(started);
  started = process.cpuUsage();
  for (const { compiled, cases } of work) {
    for (const { asset, related } of cases)
      byEngine.push((compiled.judge({ asset, related, now })[0] as { status: Status }).status);
  }
  const engine = judged / coreSecondsSince(started);

  const index = byEngine.findIndex((status, place) => status !== handMade[place]);
  if (index !== -1) {
    const all = work.flatMap(({ compiled, cases }) =>
      cases.map(({ asset }) => ({ control: compiled.control.id, asset })),
    );
    throw new Error(`${JSON.stringify(all[index])}: by hand ${handMade[index]}, the control says ${byEngine[index]}`);
  }
  return { engine, hand, judged };
}

interface Case {
  asset: Asset;
  related: Record<string, ReturnType<Lookup['related']>>;
}

function casesOf({ control }: CompiledControl, inventory: Inventory, lookup: Lookup): Case[] {
  return inventory.ofKind(control.kind).map((entry) => {
    const related: Case['related'] = {};
    for (const [name, wanted] of Object.entries(control.related ?? {})) related[name] = lookup.related(entry, wanted);
    return { asset: inventory.load(entry), related };
  });
}

function judgeByHand(hand: ByHand, { asset, related }: Case): Status {
  const lookUp = (name: string) => {
    const { assets = [], missing } = related[name] ?? {};
    if (assets.length === 0 && missing !== undefined) throw new FactUnknown(missing.operation, missing.code);
    return assets;
  };
  try {
    return hand(asset, lookUp, now);
  } catch (error) {
    if (error instanceof FactUnknown) return 'unknown';
    throw error;
  }
}
