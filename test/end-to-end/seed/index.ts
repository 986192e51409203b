import type { Cloud } from '../cloud.ts';
import { plantAccounts } from './accounts.ts';
import { clusters, functions, repositories, tasks } from './containers.ts';
import { relational, stores } from './data.ts';
import { disks, machines, network, oldMachines } from './ec2.ts';
import { apis, balancers, distributions, names } from './edge.ts';
import { identities, oldKeys, roles } from './iam.ts';
import { messages } from './messages.ts';
import { buckets } from './s3.ts';
import { keys, secrets } from './secrets.ts';
import { type Planted, plant } from './twins.ts';

export type { Planted } from './twins.ts';

/** Plants every fault with its clean twin: things in the account without guards of its own, settings in both. */
export async function seed(
  kept: Cloud,
  neglected: Cloud,
  daysAgo: (days: number) => Promise<void>,
): Promise<Planted[]> {
  const themes = [
    ...[buckets, network, machines, disks, oldMachines(daysAgo), identities, roles, oldKeys(daysAgo)],
    ...[relational, stores, tasks, repositories, clusters, functions, distributions, balancers, apis, names],
    ...[messages, keys, secrets],
  ];
  const planted: Planted[] = [];
  for (const theme of themes) planted.push(...(await plant(neglected, theme)));
  return [...planted, ...(await plantAccounts(kept, neglected))];
}
