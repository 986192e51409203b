import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadControls } from '../../../src/content/controls.ts';
import type { CompiledControl } from '../../../src/engines/control/index.ts';
import { productEngine } from '../../../src/findings/engine.ts';
import { judge } from '../../../src/findings/judge.ts';
import { buildInventory, createLookup, type Inventory, type Lookup } from '../../../src/inventory/index.ts';
import {
  type Asset,
  type CallEntry,
  GLOBAL,
  isObject,
  type Json,
  operationName,
  type Result,
} from '../../../src/model/index.ts';
import { awsCatalog } from '../../../src/sources/aws/catalog.ts';
import { readNdjson } from '../ndjson.ts';
import type { CaseOutcome } from '../set.ts';
import { type Expected, namesSame, type Recorded, sameResults } from './compare.ts';
import { answersOfCache, type Cache, type Vocabulary } from './recorded-cache.ts';

interface Case {
  id: string;
  plugin: string;
  settings: Record<string, Json>;
  cache: Cache;
  expect: Expected[];
  now?: string;
}

/** Our param for a setting, with a conversion of its value. */
interface ParamMap {
  param: string;
  as: 'int' | 'strings' | 'ints' | 'tcp-ports' | 'bool' | 'string';
  /** Their value → ours, before the conversion. */
  values?: Record<string, Json>;
  /** Added to a number: where theirs says "more than", ours says "at least". */
  plus?: number;
}

/** What answers a plugin. One line a plugin in `mapping/SERVICE.json`. */
interface PluginMap {
  controls: string[];
  /**
   * Controls that answer for a region of which those have nothing to judge: where there is no trail, one plugin after
   * another says so; with us that is a control of its own.
   */
  otherwise?: string[];
  /** Their setting → our param, or our param with a conversion. */
  params?: Record<string, string | ParamMap>;
  /** Their settings that our params do not know, and why they change nothing of what is compared. Others leave a case unmapped. */
  without?: Record<string, string>;
  /** Params by which our control asks what theirs asks in every case: their defaults, and choices they do not offer. */
  fixed?: Record<string, Json>;
  /** Case id → why we say otherwise. */
  differs?: Record<string, string>;
}

const NOW = new Date();

/** Judges every case of a recording by the controls that its plugin is mapped to. */
export async function* runCloudsploit(file: string, only: string | undefined): AsyncGenerator<CaseOutcome> {
  const mapping = await readMapping();
  const words = await readJson<Vocabulary>(path.join(import.meta.dirname, 'vocabulary.json'));
  const engine = await productEngine();
  const compiled = new Map(
    (await loadControls(path.join(import.meta.dirname, '../../../content/controls'))).map((control) => [
      control.id,
      engine.compile(control),
    ]),
  );
  for await (const one of readNdjson<Case>(file)) {
    const rule = one.plugin;
    if (only !== undefined && !rule.includes(only)) continue;
    const plugin = mapping.get(rule.split('/').at(-1) ?? rule);
    const controls = plugin?.controls.map((id) => compiled.get(id));
    const otherwise = (plugin?.otherwise ?? []).map((id) => compiled.get(id));
    if (plugin === undefined || controls === undefined || [...controls, ...otherwise].includes(undefined)) {
      yield { id: one.id, rule, outcome: 'unmapped' };
      continue;
    }
    const known = { ...plugin.params, ...plugin.without };
    if (Object.keys(one.settings).some((setting) => known[setting] === undefined)) {
      yield { id: one.id, rule, outcome: 'unmapped' };
      continue;
    }
    const { results, recorded } = await judgeCase(
      one,
      plugin,
      { controls: controls as CompiledControl[], otherwise: otherwise as CompiledControl[] },
      words,
    );
    const difference = sameResults(one.expect, results, recorded);
    if (difference === undefined) yield { id: one.id, rule, outcome: 'equal' };
    else
      yield {
        id: one.id,
        rule,
        outcome: plugin.differs?.[one.id] === undefined ? 'different' : 'differs',
        detail: plugin.differs?.[one.id] ?? difference,
      };
  }
}

async function judgeCase(
  one: Case,
  plugin: PluginMap,
  { controls, otherwise }: { controls: CompiledControl[]; otherwise: CompiledControl[] },
  words: Vocabulary,
): Promise<{ results: Result[]; recorded: Recorded }> {
  const answers = await answersOfCache(one.cache, awsCatalog, words, accountOf(one));
  const inventory = await buildInventory(awsCatalog, answers);
  const params = { ...plugin.fixed, ...paramsOf(one.settings, plugin) };
  const now = one.now === undefined ? NOW : new Date(one.now);
  const lookup = createLookup(awsCatalog, inventory);
  const options = { now, params: () => params };
  const results = [...judge(inventory, lookup, controls, options)];
  const answered = new Set(results.map((result) => result.region));
  for (const result of judge(inventory, lookup, otherwise, options)) {
    if (!answered.has(result.region) && result.unknown?.code !== 'NotCollected') results.push(result);
  }
  return { results, recorded: recordedIn(inventory, lookup, controls) };
}

/** What the answers of a case tell of the places and names that results are compared by. */
function recordedIn(inventory: Inventory, lookup: Lookup, controls: readonly CompiledControl[]): Recorded {
  const kinds = new Set(controls.map(({ control }) => control.kind));
  const calls = [...inventory.collections()];
  const places = new Set([
    // A cluster whose services are asked about.
    ...awsCatalog.calls.flatMap((call) =>
      call.makes && kinds.has(call.makes.kind) && call.each ? [call.each.kind] : [],
    ),
    // A detector, where the question is whether the region has one that works.
    ...controls
      .filter(({ control }) => control.kind === 'aws.region')
      .flatMap(({ control }) => Object.values(control.related ?? {}))
      .flatMap((related) => (related.in === 'region' ? [related.kind] : [])),
  ]);
  const asked = (list: CallEntry, region: string) => {
    const made = calls.filter(
      (call) =>
        operationName(call) === operationName(list) &&
        (list.scope === 'global' || region === GLOBAL || call.region === region),
    );
    return made.length > 0 && made.every((call) => call.complete);
  };
  return {
    ownArns: (id) => {
      const asset = inventory.find(id);
      return asset === undefined ? [] : ownArns(inventory.load(asset));
    },
    isPlace: (resource) =>
      [...places].some((kind) => !kinds.has(kind) && inventory.ofKind(kind).some(({ id }) => namesSame(id, resource))),
    listed: (region) =>
      [...kinds].every(
        (kind) =>
          listsOf(kind).every((list) => asked(list, region)) &&
          !lookup.gaps(kind).some((gap) => region === GLOBAL || gap.region === region || gap.region === GLOBAL),
      ),
  };
}

/** The lists that all assets of a kind come from; for what lies within others, the lists of those. */
function listsOf(kind: string): CallEntry[] {
  const makers = awsCatalog.calls.filter((call) => call.makes?.kind === kind);
  return makers.flatMap((call) => (call.each === undefined ? [call] : listsOf(call.each.kind)));
}

/**
 * What the answers about an asset give as its ARN: the field `ARN` of an answer, or of the one object that it consists of;
 * of a region, whatever an answer describes as the region's own (`HubArn`).
 */
function ownArns({ kind, data }: Asset): string[] {
  const own = kind === 'aws.region' ? /Arn$/ : /^ARN$/;
  return Object.values(data).flatMap((answer) =>
    [answer, ...(isObject(answer) ? Object.values(answer) : [])].flatMap((one) =>
      isObject(one)
        ? Object.entries(one).flatMap(([field, value]) => (own.test(field) && typeof value === 'string' ? [value] : []))
        : [],
    ),
  );
}

function paramsOf(settings: Record<string, Json>, plugin: PluginMap): Record<string, Json> {
  const params: Record<string, Json> = {};
  for (const [setting, value] of Object.entries(settings)) {
    const to = plugin.params?.[setting];
    if (to === undefined) continue;
    if (typeof to === 'string') params[to] = /^\d+$/.test(String(value)) ? Number(value) : value;
    else params[to.param] = convert(to.values?.[String(value)] ?? value, to);
  }
  return params;
}

function convert(value: Json, { as, plus = 0 }: ParamMap): Json {
  const list = () =>
    (Array.isArray(value) ? value.map(String) : String(value).split(',')).map((part) => part.trim()).filter(Boolean);
  switch (as) {
    case 'int':
      return Number(value) + plus;
    case 'strings':
      return list();
    case 'ints':
      return list().map(Number);
    // tcp:22, udp:53
    case 'tcp-ports':
      return list().flatMap((port) => (port.startsWith('tcp:') ? [Number(port.slice('tcp:'.length))] : []));
    case 'bool':
      return String(value) === 'true';
    case 'string':
      return String(value);
  }
}

/** The account a case was recorded in: what it says itself, else the account of most ARNs in it. */
function accountOf(one: Case): string {
  const identity = Object.values(one.cache.sts?.getCallerIdentity ?? {})[0] as { data?: Json } | undefined;
  if (typeof identity?.data === 'string' && /^\d{12}$/.test(identity.data)) return identity.data;
  const counts = new Map<string, number>();
  for (const [, account] of JSON.stringify(one.cache).matchAll(/arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/g)) {
    counts.set(account as string, (counts.get(account as string) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '111122223333';
}

async function readMapping(): Promise<Map<string, PluginMap>> {
  const dir = path.join(import.meta.dirname, 'mapping');
  const mapping = new Map<string, PluginMap>();
  for (const name of (await readdir(dir)).filter((file) => file.endsWith('.json'))) {
    for (const [plugin, map] of Object.entries(await readJson<Record<string, PluginMap>>(path.join(dir, name)))) {
      mapping.set(plugin.split('/').at(-1) ?? plugin, map);
    }
  }
  return mapping;
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
