import { lookup } from 'node:dns/promises';
import {
  type CallError,
  callKey,
  type FactRecord,
  type FactSink,
  GLOBAL,
  isObject,
  type JsonObject,
  UserError,
} from '../../model/index.ts';
import type { RedactionKey } from '../../platform/redaction/index.ts';
import { type CallLimits, makeCall } from './call.ts';
import { type ClientOptions, type Clients, createClients, realClock } from './clients.ts';
import { type Node, nodeOf } from './node.ts';
import { inParallel } from './parallel.ts';
import { type AccountSummary, createTally, type OnProgress, type RegionProgress, type Tally } from './progress.ts';
import { type AwsCall, partitionOf, type ServiceTable, text } from './service-table.ts';
import type { AwsTarget } from './targets.ts';
import { createWalk, type Recorded, type Walk } from './walk.ts';

export interface AccountContext {
  tenant: string;
  connection: string;
  selected: ReadonlySet<AwsCall>;
  tables: ReadonlyMap<string, ServiceTable>;
  regions?: readonly string[] | undefined;
  redactionKey: RedactionKey;
  now: () => Date;
  recorded?: Recorded | undefined;
  sink: FactSink;
  limits: CallLimits;
  signal: AbortSignal;
  clientOptions: Omit<ClientOptions, 'credentials'>;
  /** Region of the first call. */
  region: string;
  onProgress: OnProgress;
}

/** Regions of an account walked at once, and services in each. */
export const regionsAtOnce = 4;
export const servicesAtOnce = 8;

/** The regions where each partition keeps what is global. */
const homeRegions: { [partition: string]: string } = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
};

/**
 * Collects one account: who it is, its regions, then service by service what is global and what lies in each region.
 * Gives the counts, or why the account could not be entered. Throws a UserError where not even its number is known.
 */
export async function collectAccount(
  target: AwsTarget,
  context: AccountContext,
): Promise<AccountSummary | { account: string; error: CallError }> {
  const clients = createClients({ ...context.clientOptions, credentials: target.credentials });
  try {
    const identity = await identify(target, context, clients);
    if ('error' in identity) {
      context.onProgress({ type: 'account', account: identity.account, state: 'failed' });
      return identity;
    }
    const { account } = identity;
    context.onProgress({ type: 'account', account, state: 'started' });
    const tally = createTally(account, context.onProgress);
    tally.planned(GLOBAL, 'sts');
    tally.made(GLOBAL, 'sts', { items: 1, complete: true }, 0);
    const regions = await walkAccount(identity, context, clients, tally);
    context.onProgress({ type: 'account', account, state: 'done' });
    return tally.summary(regions);
  } finally {
    clients.close();
  }
}

interface Identity {
  account: string;
  call: AwsCall;
  data: JsonObject;
}

/** Asks AWS whose the credentials are, and writes the answer under that account. */
async function identify(
  target: AwsTarget,
  context: AccountContext,
  clients: Clients,
): Promise<Identity | { account: string; error: CallError }> {
  const call = callMaking('aws.account', context.selected);
  const table = context.tables.get(call.service) as ServiceTable;
  const records: FactRecord[] = [];
  const answers: JsonObject[] = [];
  const scope = {
    tenant: context.tenant,
    connection: context.connection,
    provider: 'aws',
    account: '',
    region: GLOBAL,
  };
  const collection = await makeCall(
    call,
    {},
    scope,
    {
      ...context,
      connect: () => clients.connect(table, context.region),
      sink: { write: async (record) => void records.push(record) },
      pause: (milliseconds) => realClock.sleep(milliseconds, context.signal),
      isAbsentFromRegion: async () => false,
    },
    (item) => isObject(item) && answers.push(item),
  );
  const data = answers[0] ?? {};
  const told = /^\d{12}$/.exec(text(data, 'Account'))?.[0];
  const account = told ?? target.account ?? '';
  const error = collection.error ?? { code: 'Malformed', message: 'The answer names no account' };
  if (account === '') throw noEntry(error);
  if (!context.recorded?.done(callKey({ ...call, params: {}, account, region: GLOBAL }))) {
    for (const record of records) await context.sink.write({ ...record, account });
  }
  return collection.complete && told ? { account, call, data } : { account, error };
}

async function walkAccount(
  { account, call, data }: Identity,
  context: AccountContext,
  clients: Clients,
  tally: Tally,
): Promise<AccountSummary['regions']> {
  const states: AccountSummary['regions'] = {};
  const hosts = new Map<string, Promise<boolean>>();
  const partition = text(data, 'Arn').split(':')[1] ?? partitionOf(context.region);
  const walk = createWalk({
    ...context,
    account,
    clients,
    tally,
    recorded: context.recorded,
    homeRegion: homeRegions[partition] ?? context.region,
    pause: (milliseconds) => realClock.sleep(milliseconds, context.signal),
    mayEnter: (region) => region === GLOBAL || states[region] === 'enabled',
    regionResolves: async (region) => (await hosts.get(region)) ?? false,
  });
  const regions = await walk.assets(callMaking('aws.region', context.selected), GLOBAL);
  const entered = await enterRegions(regions, account, context, states);
  for (const region of entered) {
    if (context.clientOptions.endpoint) continue;
    const host = text(regions.find((node) => node.name === region)?.data ?? {}, 'Endpoint');
    hosts.set(region, host === '' ? Promise.resolve(false) : resolves(host));
  }
  const own =
    call.makes && nodeOf(call.makes, data, { ...walk.scopeOf(GLOBAL), params: {} }, walk.dependentsOf('aws.account'));
  const nodes = new Map([[GLOBAL, own], ...regions.map((node): [string, Node] => [node.name, node])]);
  await inParallel([GLOBAL, ...entered], regionsAtOnce, (region) =>
    inParallel([...context.tables.keys()], servicesAtOnce, (service) =>
      collectService(service, region, nodes.get(region), context.selected, walk),
    ),
  );
  return states;
}

/** What one service has in one region, or globally: its lists with all that depends on them, and its settings there. */
async function collectService(
  service: string,
  region: string,
  place: Node | undefined,
  selected: ReadonlySet<AwsCall>,
  walk: Walk,
): Promise<void> {
  const scope = region === GLOBAL ? 'global' : 'regional';
  const isSetUp = (call: AwsCall) => call.makes?.kind === 'aws.account' || call.makes?.kind === 'aws.region';
  const lists = [...selected].filter(
    (call) => call.service === service && call.scope === scope && !call.each && !isSetUp(call),
  );
  const settings = place ? walk.dependentsOf(place.kind).filter((call) => call.service === service) : [];
  await inParallel(lists, lists.length, (call) => walk.list(call, region));
  if (place) await walk.visit(place, settings);
}

/** Notes the state of each region and gives the names of those to go to. */
async function enterRegions(
  regions: readonly Node[],
  account: string,
  context: AccountContext,
  states: AccountSummary['regions'],
): Promise<string[]> {
  const asked = context.regions;
  const known = regions.map((node) => node.name);
  const unknown = asked?.filter((region) => !known.includes(region)) ?? [];
  if (known.length > 0 && unknown.length > 0) throw unknownRegion(unknown, known);
  for (const node of regions) {
    const state = stateOf(node, asked);
    states[node.name] = state;
    context.onProgress({ type: 'region', account, region: node.name, state });
  }
  // Without the list of regions, those that the user names are all there is to go by.
  if (known.length === 0) for (const region of asked ?? []) states[region] = 'enabled';
  return Object.keys(states).filter((region) => states[region] === 'enabled');
}

function stateOf(node: Node, asked: readonly string[] | undefined): RegionProgress['state'] {
  if (node.data.OptInStatus === 'not-opted-in') return 'opted-out';
  return asked && !asked.includes(node.name) ? 'left-out' : 'enabled';
}

function callMaking(kind: string, selected: ReadonlySet<AwsCall>): AwsCall {
  const call = [...selected].find((entry) => entry.makes?.kind === kind && !entry.each);
  if (!call) throw new TypeError(`The call table has no call that makes ${kind}`);
  return call;
}

async function resolves(host: string): Promise<boolean> {
  return lookup(host).then(
    () => true,
    () => false,
  );
}

function noEntry({ code, message }: CallError): UserError {
  return new UserError('aws-credentials', {
    en: `AWS could not be entered (${code}: ${message}). Check the credentials, profile and network, e.g. with "aws sts get-caller-identity".`,
    ko: `AWS에 접속하지 못했습니다(${code}: ${message}). 자격 증명과 프로필, 네트워크를 확인하세요. "aws sts get-caller-identity" 명령으로 점검할 수 있습니다.`,
  });
}

function unknownRegion(unknown: readonly string[], known: readonly string[]): UserError {
  return new UserError('aws-region-unknown', {
    en: `Unknown AWS region: ${unknown.join(', ')}. Known are ${known.join(', ')}.`,
    ko: `알 수 없는 AWS 리전입니다: ${unknown.join(', ')}. 사용할 수 있는 리전: ${known.join(', ')}`,
  });
}
