import {
  type CallEntry,
  type Catalog,
  type Collection,
  GLOBAL,
  isObject,
  type Json,
  meansAbsent,
  operationName,
  type Params,
  UserError,
} from '../model/index.ts';
import type { Answer } from '../platform/segments/index.ts';

/**
 * Facts as people write them in the tests of a control. The key names the call, the value is its answer:
 *
 *     s3:ListBuckets: [{ Name: a }]                     a list call gives its items
 *     s3:GetBucketAcl(a): { Grants: [] }                a dependent call names its parameter values, in the table's order
 *     ec2:DescribeVpcs@eu-west-1: []                    another region than the first
 *     ec2:DescribeVpcs@222233334444/eu-west-1: []       another account
 *     s3:GetBucketPolicy(a): { $error: AccessDenied }   the call failed
 *     ec2:DescribeVolumes: { $incomplete: [...] }       only the beginning came
 *     s3:GetBucketPolicy(a): { $absent: true }          the vendor said that there is none
 *     oci:ReadImage(sha256:…): { $error: Timeout }      a call made for the thing that it names
 */
export type WrittenFacts = Record<string, unknown>;

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const KEY = /^([a-z0-9-]+):([A-Za-z0-9]+)(?:\((.*)\))?(?:@(?:(\d{12})\/)?([a-z0-9-]+))?$/;

export interface WrittenOptions {
  /** ISO 8601; when the facts count as collected. */
  at?: string;
  /** Account where a key names none. */
  account?: string;
  /** Region where a key names none. */
  region?: string;
  /** Applied to each item, as a source does before it writes. */
  redact?: (item: Json, entry: CallEntry) => Json;
}

/**
 * Turns written facts into recorded calls. What a source always collects first (the account itself and its regions)
 * is added where it is not written.
 *
 * @throws UserError for a key that names no call of the catalog
 */
export function answersOf(catalog: Catalog, facts: WrittenFacts, options: WrittenOptions = {}): Answer[] {
  const entries = new Map<string, CallEntry>();
  // An operation may stand more than once: as a list call, and as calls made for parents; parameter values tell them apart.
  for (const entry of catalog.calls) {
    const name = operationName(entry);
    entries.set(entry.each === undefined ? name : `${name}()`, entry);
    if (entry.each !== undefined) entries.set(`${name}(${Object.keys(entry.each.params).length})`, entry);
  }
  const settings: Settings = { ...options, provider: catalog.provider };
  const answers = Object.entries(facts).map(([key, value]) => answer(entries, key, value, settings));
  const accounts = new Set([options.account ?? ACCOUNT, ...answers.map((one) => one.collection.account)]);
  const regionsOf = (account: string) => {
    const regions = new Set(
      answers.filter((one) => one.collection.account === account).map((one) => one.collection.region),
    );
    regions.delete(GLOBAL);
    return regions.size === 0 ? [options.region ?? REGION] : [...regions];
  };
  for (const account of accounts) {
    const has = (operation: string) =>
      answers.some((one) => one.collection.account === account && operationName(one.collection) === operation);
    const add = (operation: string, items: Json[]) => {
      const entry = entries.get(operation);
      if (entry !== undefined && !has(operation))
        answers.push(made(entry, account, GLOBAL, { ...entry.params }, items, settings));
    };
    add('sts:GetCallerIdentity', [{ Account: account, Arn: `arn:aws:iam::${account}:root`, UserId: account }]);
    const regions = regionsOf(account).map((RegionName) => ({ RegionName, OptInStatus: 'opt-in-not-required' }));
    add('ec2:DescribeRegions', regions);
  }
  return answers;
}

type Settings = WrittenOptions & { provider: string };

function answer(entries: Map<string, CallEntry>, key: string, value: unknown, options: Settings): Answer {
  const parts = KEY.exec(key);
  const name = `${parts?.[1]}:${parts?.[2]}`;
  // A call made for the account or a region has no parameter values to write.
  const count = parts?.[3]?.split(',').length;
  const root = entries.get(name);
  const entry =
    count === undefined
      ? (root ?? entries.get(`${name}()`))
      : (entries.get(`${name}(${count})`) ?? entries.get(`${name}()`) ?? (root?.anyParams === true ? root : undefined));
  if (parts === null || entry === undefined) {
    throw new UserError('fact-unknown-call', {
      en: `"${key}" names no call of the call table. Write it as service:Operation(parameter values)@region, for example s3:GetBucketAcl(name).`,
      ko: `"${key}"에 해당하는 호출이 호출 표에 없습니다. s3:GetBucketAcl(이름)처럼 service:Operation(매개변수 값)@리전 형식으로 작성하세요.`,
    });
  }
  const names = Object.keys(entry.each?.params ?? {});
  const given = splitValues(parts[3], names.length);
  const params: Params = { ...entry.params };
  if (entry.anyParams === true && parts[3] !== undefined) params.name = parts[3];
  names.forEach((name, index) => {
    const value = given[index] ?? '';
    if (name.endsWith('[]')) params[name.slice(0, -2)] = [value];
    else params[name] = value;
  });
  const region = entry.scope === 'global' ? GLOBAL : (parts[5] ?? options.region ?? REGION);
  return made(entry, parts[4] ?? options.account ?? ACCOUNT, region, params, value, options);
}

/** The last parameter takes what is left, so that ARNs with commas need no quoting where there is only one. */
function splitValues(text: string | undefined, count: number): string[] {
  if (text === undefined || count === 0) return [];
  const parts = text.split(',');
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(',')].map((part) => part.trim());
}

function made(
  entry: CallEntry,
  account: string,
  region: string,
  params: Params,
  value: unknown,
  options: Settings,
): Answer {
  const at = options.at ?? '2026-01-01T00:00:00.000Z';
  const collection: Collection = {
    type: 'collection',
    tenant: 'default',
    connection: 'written',
    provider: options.provider,
    account,
    region,
    service: entry.service,
    operation: entry.operation,
    params,
    pages: 1,
    items: 0,
    complete: true,
    startedAt: at,
    finishedAt: at,
  };
  let items: Json[];
  if (isObject(value) && typeof value.$error === 'string') {
    const code = value.$error;
    items = [];
    if (!meansAbsent(entry, code)) {
      collection.complete = false;
      collection.error = {
        code,
        message: code,
        ...(/denied|unauthorized/i.test(code) ? { permission: entry.permission } : {}),
      };
    }
  } else if (isObject(value) && Array.isArray(value.$incomplete)) {
    items = value.$incomplete;
    collection.complete = false;
    collection.error = { code: 'Incomplete', message: 'a later page failed' };
  } else if (isObject(value) && value.$absent === true) {
    items = [];
  } else {
    items = Array.isArray(value) ? (value as Json[]) : [value as Json];
  }
  const redact = options.redact;
  if (redact !== undefined) items = items.map((item) => redact(item, entry));
  collection.items = items.length;
  return { collection, items };
}
