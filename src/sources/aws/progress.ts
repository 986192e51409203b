/** How far the collection of one service in one region of one account is. */
export interface ServiceProgress {
  type: 'service';
  account: string;
  region: string;
  service: string;
  calls: { done: number; total: number };
  facts: number;
  errors: number;
  throttled: number;
}

/** What became known of a region: whether the account has it switched on, and whether the user left it out. */
export interface RegionProgress {
  type: 'region';
  account: string;
  region: string;
  state: 'enabled' | 'opted-out' | 'left-out';
}

/** An account begins, ends, or cannot be entered. */
export interface AccountProgress {
  type: 'account';
  account: string;
  state: 'started' | 'done' | 'failed';
}

export type AwsProgress = ServiceProgress | RegionProgress | AccountProgress;
export type OnProgress = (event: AwsProgress) => void;

/** What a walk over one account came to. */
export interface AccountSummary {
  account: string;
  /** Every region AWS told of, by name. */
  regions: { [region: string]: RegionProgress['state'] };
  calls: number;
  /** Calls taken over from an earlier, interrupted run. */
  resumed: number;
  facts: number;
  /** Calls whose answer is incomplete. */
  errors: number;
  throttled: number;
}

/** Counts of one account, told to `onProgress` as they change. */
export function createTally(account: string, onProgress: OnProgress) {
  const services = new Map<string, ServiceProgress>();
  let resumed = 0;

  function of(region: string, service: string): ServiceProgress {
    const key = `${region}/${service}`;
    const counts = services.get(key) ?? {
      type: 'service',
      account,
      region,
      service,
      calls: { done: 0, total: 0 },
      facts: 0,
      errors: 0,
      throttled: 0,
    };
    services.set(key, counts);
    return counts;
  }

  return {
    planned(region: string, service: string): void {
      const counts = of(region, service);
      counts.calls.total += 1;
      onProgress(copy(counts));
    },
    made(region: string, service: string, call: { items: number; complete: boolean }, throttled: number): void {
      const counts = of(region, service);
      counts.calls.done += 1;
      counts.facts += call.items;
      counts.throttled = Math.max(counts.throttled, throttled);
      if (!call.complete) counts.errors += 1;
      onProgress(copy(counts));
    },
    resumed(region: string, service: string): void {
      of(region, service).calls.done += 1;
      resumed += 1;
      onProgress(copy(of(region, service)));
    },
    summary(regions: AccountSummary['regions']): AccountSummary {
      const total = { account, regions, calls: 0, resumed, facts: 0, errors: 0, throttled: 0 };
      for (const counts of services.values()) {
        total.calls += counts.calls.done;
        total.facts += counts.facts;
        total.errors += counts.errors;
        total.throttled += counts.throttled;
      }
      return total;
    },
  };
}

function copy(counts: ServiceProgress): ServiceProgress {
  return { ...counts, calls: { ...counts.calls } };
}

export type Tally = ReturnType<typeof createTally>;
