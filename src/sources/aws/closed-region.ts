import { type Collection, DENIED_BY_SERVICE_CONTROL_POLICY, operationName } from '../../model/index.ts';

/**
 * What policies that close regions leave open, since it manages what is global or watches over all regions: of the calls
 * we make, those that AWS's own such policy exempts (Control Tower, "Deny access to AWS based on the requested AWS
 * Region"). That they are answered does not mean that the region is open.
 */
const exempt = new Set([
  'accessanalyzer',
  'acm',
  'config',
  'kms',
  'wafv2',
  'ec2:DescribeTransitGateways',
  'ec2:DescribeVpnGateways',
]);

/** Services that have to be refused before a region counts as closed: a policy against some of them closes none. */
const leastServices = 10;

/**
 * True if a service control policy closes a region as a whole, as far as the calls made in it tell: it refused ten
 * services or more, EC2 among them, and nothing was answered but what such policies exempt. Calls that were refused
 * without saying by what count for neither side; any other failure leaves it open.
 */
export function isClosedByPolicy(calls: Iterable<Collection>): boolean {
  const refused = new Set<string>();
  for (const call of calls) {
    const { service, error } = call;
    if (error?.code === DENIED_BY_SERVICE_CONTROL_POLICY) refused.add(service);
    else if (error?.code === 'ServiceNotInRegion' || error?.permission !== undefined) continue;
    else if (!exempt.has(service) && !exempt.has(operationName(call))) return false;
  }
  return refused.has('ec2') && refused.size >= leastServices;
}
