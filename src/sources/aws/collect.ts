import type { CallError } from '../../model/index.ts';
import { type FactSink, UserError } from '../../model/index.ts';
import type { RedactionKey } from '../../platform/redaction/index.ts';
import { type AccountContext, collectAccount } from './account.ts';
import { callLimits } from './call.ts';
import { callsOf, selectCalls } from './catalog.ts';
import { realClock } from './clients.ts';
import type { AwsAccess } from './credentials.ts';
import type { HttpLimits } from './http.ts';
import type { LaneLimits } from './lane.ts';
import { inParallel } from './parallel.ts';
import type { AccountSummary, OnProgress } from './progress.ts';
import type { ServiceTable } from './service-table.ts';
import { services } from './services/index.ts';
import { findTargets } from './targets.ts';
import type { Recorded } from './walk.ts';

export interface CollectOptions {
  tenant: string;
  /** Name of the connection that facts are kept under. */
  connection: string;
  access: AwsAccess;
  /** Operations whose answers are wanted (`s3:GetBucketAcl`); lists are collected always. */
  needs: ReadonlySet<string> | 'all';
  /** Only these regions, of those that the account has switched on. */
  regions?: readonly string[] | undefined;
  /** Only these services, and what their calls depend on. */
  services?: readonly string[] | undefined;
  redactionKey: RedactionKey;
  now: () => Date;
  /** In place of AWS; `AWS_ENDPOINT_URL` unless given. */
  endpoint?: string | undefined;
  /** What an interrupted run of the same recording has already. */
  recorded?: Recorded | undefined;
  /** Ends the collection early. What was collected stays. */
  signal?: AbortSignal | undefined;
  lane?: LaneLimits | undefined;
  http?: HttpLimits | undefined;
  limits?: typeof callLimits | undefined;
  /** The call table; all services unless given. */
  tables?: readonly ServiceTable[] | undefined;
}

export interface CollectSummary {
  accounts: AccountSummary[];
  /** Accounts that could not be entered. */
  failed: { account: string; error: CallError }[];
  /** Suspended or closed accounts of the organisation. */
  inactive: string[];
  interrupted: boolean;
}

/** Accounts walked at once. */
const accountsAtOnce = 2;

/**
 * Collects AWS: every account that the access leads to, every region switched on in it, every call asked for. Facts and
 * collections go to the sink as they come, from several calls at once but each collection after its facts. A call that
 * fails is told in its collection and ends nothing else.
 *
 * Throws a UserError where nothing can be collected at all: credentials that do not work, an organisation that may not be
 * listed, an unknown region or service. Throws the sink's error if that fails. Cancelling is no error: the summary says it.
 */
export async function collectAws(
  options: CollectOptions,
  sink: FactSink,
  onProgress: OnProgress = () => undefined,
): Promise<CollectSummary> {
  const tables = options.tables ?? services;
  checkServices(options.services, tables);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const endpoint = options.endpoint ?? process.env.AWS_ENDPOINT_URL;
  if (endpoint) checkEndpoint(endpoint);
  const clientOptions = {
    signal,
    clock: realClock,
    ...(endpoint && { endpoint }),
    ...(options.lane && { lane: options.lane }),
    ...(options.http && { http: options.http }),
  };
  const selected = selectCalls(callsOf(tables), options.needs, options.services && new Set(options.services));
  const context: AccountContext = {
    ...options,
    selected,
    tables: new Map(tables.map((table) => [table.service, table])),
    sink: guarded(sink, stop),
    limits: options.limits ?? callLimits,
    signal,
    clientOptions,
    region: options.access.region ?? 'us-east-1',
    onProgress,
  };
  const summary: CollectSummary = { accounts: [], failed: [], inactive: [], interrupted: false };
  const found = await findTargets(options.access, clientOptions, options.now);
  summary.inactive = found.inactive;
  try {
    await inParallel(found.targets, accountsAtOnce, async (target) => {
      const outcome = await collectAccount(target, context);
      if ('error' in outcome) summary.failed.push(outcome);
      else summary.accounts.push(outcome);
    });
  } finally {
    found.close();
  }
  summary.interrupted = options.signal?.aborted ?? false;
  return summary;
}

/** A sink that, once it failed, ends the collection and takes nothing more. */
function guarded(sink: FactSink, stop: AbortController): FactSink {
  let failure: { error: unknown } | undefined;
  return {
    async write(record) {
      if (failure) throw failure.error;
      try {
        await sink.write(record);
      } catch (error) {
        failure ??= { error };
        stop.abort();
        throw error;
      }
    },
  };
}

function checkEndpoint(endpoint: string): void {
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return;
  throw new UserError('aws-endpoint-malformed', {
    en: `"${endpoint}" is not an endpoint. Set AWS_ENDPOINT_URL to a URL such as https://aws.example.com, or unset it.`,
    ko: `"${endpoint}"은(는) 올바른 엔드포인트가 아닙니다. AWS_ENDPOINT_URL에 https://aws.example.com 같은 URL을 지정하거나 설정을 해제하세요.`,
  });
}

function checkServices(asked: readonly string[] | undefined, tables: readonly ServiceTable[]): void {
  const known = tables.map((table) => table.service);
  const unknown = asked?.filter((service) => !known.includes(service)) ?? [];
  if (unknown.length === 0) return;
  throw new UserError('aws-service-unknown', {
    en: `Unknown AWS service: ${unknown.join(', ')}. Known are ${known.join(', ')}.`,
    ko: `알 수 없는 AWS 서비스입니다: ${unknown.join(', ')}. 사용할 수 있는 서비스: ${known.join(', ')}`,
  });
}
