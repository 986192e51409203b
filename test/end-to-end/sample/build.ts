import { buildBalancers } from './balancers.ts';
import { type Company, foundCompany } from './company.ts';
import { buildCompute } from './compute.ts';
import { buildContainers } from './containers.ts';
import { buildDatabases } from './databases.ts';
import { buildEdge } from './edge.ts';
import { buildIdentity } from './identity.ts';
import { buildMessaging } from './messaging.ts';
import { buildNetworks } from './network.ts';
import { buildStorage } from './storage.ts';
import { buildTrails } from './trails.ts';
import { buildWatch } from './watch.ts';

/** Builds the whole company in an empty moto: later themes use what earlier ones made. */
export async function buildCompany(endpoint: string, given: Pick<Company, 'daysAgo' | 'images'>): Promise<Company> {
  const company = await foundCompany(endpoint, given);
  await buildIdentity(company);
  await buildStorage(company);
  await buildMessaging(company);
  const networks = await buildNetworks(company);
  await buildCompute(company, networks);
  await buildBalancers(company, networks);
  await buildDatabases(company, networks);
  await buildContainers(company, networks);
  await buildWatch(company);
  await buildTrails(company);
  await buildEdge(company);
  await given.daysAgo(0);
  return company;
}
