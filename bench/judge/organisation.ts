import { isDeepStrictEqual } from 'node:util';
import type { CompiledControl } from '../../src/engines/control/index.ts';
import { judge } from '../../src/findings/judge.ts';
import { answersOf, buildInventory, createLookup, type WrittenFacts } from '../../src/inventory/index.ts';
import {
  type CallEntry,
  type Catalog,
  type Collection,
  type ControlTest,
  callKey,
  callParams,
  GLOBAL,
  type Json,
  operationName,
} from '../../src/model/index.ts';
import { redact } from '../../src/platform/redaction/index.ts';
import type { Answer } from '../../src/platform/segments/index.ts';

/** Account of the facts that tests write without one, and what is put after each name so that it is one of its own. */
const WRITTEN = '111122223333';
const NO_SECRET = Buffer.alloc(32);

/** Number of the first account; the others follow it. */
export const FIRST_ACCOUNT = '200000000000';

/** The clock of a test that names none. */
export const NOW = '2026-06-01T00:00:00Z';

/** The facts of one test of a control, ready to be copied. */
interface Sample {
  answers: readonly Answer[];
  /** Names of its assets, wherever they stand in a text. */
  names: RegExp;
  assets: number;
  /** It says something of the account as a whole, or that a list is not known: one in an account. */
  alone: boolean;
}

/** Answers that a detail call had in some test; copies of assets that were written without it get one of these. */
type Pools = Map<CallEntry, { items: string; name: string }[]>;

export interface Organisation {
  answers: Iterable<Answer>;
  accounts: number;
  /** Tests whose facts are in it, and those that cannot be copied (of several accounts, or bound to a name). */
  used: number;
  left: number;
}

/**
 * Recorded calls of a made-up organisation of about `count` assets, derived from the tests of the controls themselves:
 * the facts of each test are copied into many accounts under new names, so that each control meets what it is meant to
 * tell apart, and details that a test left out are lent by other tests of the same kind. A test whose verdict changes
 * under new names is left out.
 */
export async function makeOrganisation(
  controls: readonly CompiledControl[],
  catalog: Catalog,
  count: number,
): Promise<Organisation> {
  const pools: Pools = new Map();
  const written: { compiled: CompiledControl; answers: Answer[] }[] = [];
  let left = 0;
  for (const compiled of controls) {
    for (const test of compiled.control.tests) {
      if (!(await bearsNewNames(compiled, test, catalog))) {
        left += 1;
        continue;
      }
      const answers = answersFrom(catalog, test.facts);
      await lend(answers, catalog, pools);
      written.push({ compiled, answers });
    }
  }
  const samples: Sample[] = [];
  for (const [index, { compiled, answers }] of written.entries()) {
    samples.push(await sampleOf(answers, catalog, pools, new Set(compiled.control.uses), index));
  }
  const alone = samples.filter((sample) => sample.alone);
  const shared = samples.filter((sample) => !sample.alone);
  const plan = Array.from({ length: Math.max(1, alone.length) }, (_, index) =>
    [alone[index]].filter((one) => one !== undefined),
  );
  let assets = plan.flat().reduce((sum, sample) => sum + sample.assets, 0);
  for (let copy = 0; assets < count && shared.length > 0; copy++) {
    const sample = shared[copy % shared.length] as Sample;
    // Each round begins in another account, so that an account holds a mix.
    plan[(copy + Math.floor(copy / shared.length)) % plan.length]?.push(sample);
    assets += sample.assets;
  }
  return { answers: accountsOf(plan, catalog), accounts: plan.length, used: samples.length, left };
}

function* accountsOf(plan: readonly (readonly Sample[])[], catalog: Catalog): Generator<Answer> {
  let copies = 0;
  for (const [index, samples] of plan.entries()) {
    const account = String(Number(FIRST_ACCOUNT) + index * 7);
    const merged = new Map<string, Answer>();
    for (const sample of samples) {
      const suffix = `-${(copies++).toString(36)}x`;
      for (const answer of sample.answers) merge(merged, copyOf(answer, sample.names, suffix, account), catalog);
    }
    yield* withEmptyLists(merged, account, catalog);
  }
}

/** The answer with other names in its parameters and items, in an account of its own. */
function copyOf({ collection, items }: Answer, names: RegExp, suffix: string, account: string): Answer {
  const text = JSON.stringify({ params: collection.params, items });
  const renamed = JSON.parse(text, (_key, value) =>
    typeof value === 'string' ? value.replace(names, `$&${suffix}`).replaceAll(WRITTEN, account) : value,
  ) as Pick<Collection, 'params'> & { items: Json[] };
  return { collection: { ...collection, account, params: renamed.params }, items: renamed.items };
}

/** Two samples may list the same call: what both found is there. Of any other call the first answer counts. */
function merge(into: Map<string, Answer>, answer: Answer, catalog: Catalog): void {
  const key = callKey(answer.collection);
  const earlier = into.get(key);
  if (earlier === undefined) {
    into.set(key, answer);
    return;
  }
  const lists = catalog.calls.some(
    (call) => call.makes !== undefined && operationName(call) === operationName(answer.collection),
  );
  if (!lists || !answer.collection.complete || !earlier.collection.complete) return;
  const known = new Set(earlier.items.map((item) => JSON.stringify(item)));
  earlier.items.push(...answer.items.filter((item) => !known.has(JSON.stringify(item))));
  earlier.collection.items = earlier.items.length;
}

/** A scan makes every list call in every region; those that no test speaks of found nothing. */
function* withEmptyLists(merged: ReadonlyMap<string, Answer>, account: string, catalog: Catalog): Generator<Answer> {
  yield* merged.values();
  const any = merged.values().next().value?.collection as Collection;
  const regions = new Set(
    [...merged.values()].map(({ collection }) => collection.region).filter((region) => region !== GLOBAL),
  );
  for (const call of catalog.calls) {
    if (call.each !== undefined || call.makes === undefined) continue;
    for (const region of call.scope === 'global' ? [GLOBAL] : regions) {
      const { service, operation } = call;
      const collection = {
        ...any,
        account,
        region,
        service,
        operation,
        params: call.params ?? {},
        complete: true,
        items: 0,
      };
      delete collection.error;
      if (!merged.has(callKey(collection))) yield { collection, items: [] };
    }
  }
}

function answersFrom(catalog: Catalog, facts: Record<string, unknown>): Answer[] {
  return answersOf(catalog, facts as WrittenFacts, {
    redact: (item, entry) => redact(item, entry.sensitive ?? [], NO_SECRET),
  });
}

/** Collects the answers of detail calls, by call. */
async function lend(answers: readonly Answer[], catalog: Catalog, pools: Pools): Promise<void> {
  const byKey = new Map(answers.map((answer) => [callKey(answer.collection), answer]));
  for (const { call, key, name } of await detailsOf(answers, catalog)) {
    const answer = byKey.get(key);
    if (answer === undefined || !answer.collection.complete) continue;
    const pool = pools.get(call) ?? [];
    pool.push({ items: JSON.stringify(answer.items), name });
    pools.set(call, pool);
  }
}

async function sampleOf(
  answers: Answer[],
  catalog: Catalog,
  pools: Pools,
  uses: ReadonlySet<string>,
  index: number,
): Promise<Sample> {
  const inventory = await buildInventory(catalog, answers);
  const keys = new Set(answers.map((answer) => callKey(answer.collection)));
  const whole = [...answers];
  for (const { call, key, name, collection } of await detailsOf(answers, catalog)) {
    const pool = pools.get(call) ?? [];
    const lent = pool[index % Math.max(1, pool.length)];
    if (lent === undefined || keys.has(key) || uses.has(operationName(call))) continue;
    const items = JSON.parse(lent.items, (_key, value) =>
      typeof value === 'string' ? value.replace(wordsOf([lent.name]), () => name) : value,
    ) as Json[];
    whole.push({ collection: { ...collection, items: items.length }, items });
  }
  const things = inventory.assets.filter(({ kind }) => !isPlaceKind(kind));
  const cut = answers.some(({ collection }) => !collection.complete && isRootList(collection, catalog));
  const settings = (await detailsOf(answers, catalog)).some(({ kind, key }) => isPlaceKind(kind) && keys.has(key));
  return {
    answers: whole,
    names: wordsOf(namesIn(things)),
    assets: things.length,
    alone: cut || settings || things.length === 0,
  };
}

/** The detail calls that apply to the assets of some answers, made or not. */
async function detailsOf(answers: readonly Answer[], catalog: Catalog) {
  const inventory = await buildInventory(catalog, answers);
  const found: { call: CallEntry; key: string; kind: string; name: string; collection: Collection }[] = [];
  for (const entry of inventory.assets) {
    const asset = inventory.load(entry);
    for (const call of catalog.calls) {
      if (call.each?.kind !== asset.kind || call.makes !== undefined || call.as === undefined) continue;
      const params = callParams(call, asset);
      if (params === undefined || applies(call, asset.data) === false) continue;
      const { service, operation } = call;
      const region = call.scope === 'global' ? GLOBAL : asset.region;
      const any = answers[0]?.collection as Collection;
      const collection: Collection = {
        ...any,
        account: asset.account,
        region,
        service,
        operation,
        params,
        complete: true,
      };
      delete collection.error;
      found.push({ call, key: callKey(collection), kind: asset.kind, name: asset.name, collection });
    }
  }
  return found;
}

function applies(call: CallEntry, data: Parameters<NonNullable<NonNullable<CallEntry['each']>['when']>>[0]): boolean {
  return call.each?.when?.(data) !== false;
}

function isPlaceKind(kind: string): boolean {
  return kind === 'aws.account' || kind === 'aws.region';
}

function isRootList(collection: Collection, catalog: Catalog): boolean {
  return catalog.calls.some((call) => call.each === undefined && operationName(call) === operationName(collection));
}

/** Names of assets and the last step of their ids: what tells two copies apart. */
function namesIn(things: readonly { id: string; name: string }[]): string[] {
  return things.flatMap(({ id, name }) => [name, id.split(/[:/]/).at(-1) ?? '']);
}

function wordsOf(names: readonly string[]): RegExp {
  const words = [...new Set(names)]
    .filter((name) => name !== '' && name !== WRITTEN)
    .sort((a, b) => b.length - a.length);
  if (words.length === 0) return /(?!)/;
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`(?<![A-Za-z0-9_-])(?:${escaped.join('|')})(?![A-Za-z0-9_-])`, 'g');
}

/** True if a test speaks of one account and says the same when its assets bear other names. */
async function bearsNewNames(compiled: CompiledControl, test: ControlTest, catalog: Catalog): Promise<boolean> {
  const answers = answersFrom(catalog, test.facts);
  if (new Set(answers.map(({ collection }) => collection.account)).size !== 1) return false;
  const things = (await buildInventory(catalog, answers)).assets.filter(({ kind }) => !isPlaceKind(kind));
  if (things.length === 0) return true;
  const renamed = answers.map((answer) => copyOf(answer, wordsOf(namesIn(things)), '-x', WRITTEN));
  const options = { now: new Date(test.now ?? NOW), params: () => test.params as Record<string, Json> | undefined };
  const judged = async (given: readonly Answer[]) => {
    const inventory = await buildInventory(catalog, given);
    const results = judge(inventory, createLookup(catalog, inventory), [compiled], options);
    return [...results].map(({ status }) => status).sort();
  };
  return isDeepStrictEqual(await judged(answers), await judged(renamed));
}
