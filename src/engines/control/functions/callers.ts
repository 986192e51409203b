import type { CelFunction } from '../../../model/index.ts';

/** One who made calls, as {@link callers} tells of him. */
interface Caller {
  identity: string;
  issuer: string;
  calls: string[];
  addresses: string[];
  first: string | null;
  last: string | null;
}

type Fields = { [name: string]: unknown };

/**
 * Who made the given calls. A session is told apart from others of its role; whose role it is, `issuer` says. What AWS did
 * by itself is left out, and so is a call that names nobody.
 */
function callers(events: unknown): Caller[] {
  const found = new Map<string, { issuer: string; calls: Set<string>; addresses: Set<string>; times: string[] }>();
  for (const event of Array.isArray(events) ? (events as unknown[]) : []) {
    const { EventName, EventTime, userIdentity, sourceIPAddress } = fields(event);
    const who = fields(userIdentity);
    const identity = text(who.arn) || text(who.principalId);
    if (identity === '' || who.type === 'AWSService') continue;
    const issuer = text(fields(fields(who.sessionContext).sessionIssuer).arn);
    const caller = found.get(identity) ?? { issuer, calls: new Set(), addresses: new Set(), times: [] };
    found.set(identity, caller);
    if (text(EventName) !== '') caller.calls.add(text(EventName));
    if (text(sourceIPAddress) !== '') caller.addresses.add(text(sourceIPAddress));
    if (text(EventTime) !== '') caller.times.push(text(EventTime));
  }
  return [...found].map(([identity, { issuer, calls, addresses, times }]) => {
    const [first = null, ...later] = times.sort();
    return {
      identity,
      issuer,
      calls: [...calls].sort(),
      addresses: [...addresses].sort(),
      first,
      last: later.at(-1) ?? first,
    };
  });
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export const callerFunctions: readonly CelFunction[] = [
  {
    name: 'callers',
    params: ['dyn'],
    returns: 'list',
    doc: 'Who made calls (the answer of cloudtrail:LookupEvents): a list of {identity, issuer, calls, addresses, first, last}, with the names of the calls once each. A session is told apart from others of its role, whose ARN is the issuer; what AWS did by itself is left out.',
    handler: callers,
  },
];
