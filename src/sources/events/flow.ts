import type { Activity, Json, LogEvent } from '../../model/index.ts';
import { addressIn, isoTime, ocsfClass } from './record.ts';

/** What Sigma rules about traffic ask for, whoever's flow log it is. */
export const flowLogsources = [{ category: 'network_connection' }, { category: 'firewall' }] as const;

/** IANA protocol numbers that traffic is nearly all of. */
const protocols: Readonly<Record<string, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  50: 'esp',
  58: 'icmp6',
  132: 'sctp',
};

/** `tcp`, of a protocol's number, name or NSG's letter. */
export function transportName(value: Json | undefined): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const word = String(value).toLowerCase();
  return protocols[word] ?? { t: 'tcp', u: 'udp' }[word] ?? word;
}

/** A flow's ends, as every flow log has them. */
export interface Flow {
  source: string | undefined;
  destination: string | undefined;
  port: string | undefined;
  transport: string | undefined;
  rejected: boolean;
}

/** What a flow is as an activity: nobody's, from one address to another. */
export function flowActivity(
  { id, source, time }: LogEvent,
  flow: Flow,
  place: Pick<Activity, 'account' | 'region' | 'service' | 'assets'>,
): Activity {
  return {
    id,
    source,
    time: isoTime(time),
    action: [flow.transport ?? 'ip', flow.port].filter((one) => one !== undefined && one !== '').join('/'),
    outcome: flow.rejected ? 'failure' : 'success',
    ...(flow.rejected ? { error: 'REJECT' } : {}),
    actor: { type: 'unknown', id: '', name: '' },
    ip: addressIn(flow.source),
    classUid: ocsfClass.network,
    ...place,
  };
}
