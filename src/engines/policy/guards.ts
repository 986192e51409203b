import type { Clause } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import { compileAction, compileArn, ofActions, ofArns, scopeCovers } from './match.ts';
import { namesEverybody } from './principal.ts';

const everyAction = compileAction('*');
const everyResource = compileArn('*', false);

/** What requests are about, by service: the ARN with something below it. */
const requested: Readonly<Record<string, readonly string[]>> = { s3: ['', '/*'], es: ['/*'], aoss: ['/*'] };

/**
 * True if the policy denies everybody every action over plain HTTP: a Deny on aws:SecureTransport false, with
 * nothing that narrows it. `resource` is the ARN that the policy is attached to; the Denies together must cover
 * all that requests to it are about: a bucket and its objects, the paths of a search domain, else the resource
 * itself. Without it they must cover what one of them names, for a policy speaks about its own resource only.
 * With `acceptAllow`, a policy also counts whose Allow statements all demand secure transport: that binds only
 * callers who need this policy, not those whom their own identity policies let in.
 */
export function deniesInsecureTransport(
  policy: Policy,
  resource?: string,
  options: { acceptAllow?: boolean } = {},
): boolean {
  const service = resource?.split(':')[2];
  const wanted = service ? compileAction(`${service}:*`) : everyAction;
  const denies = policy.statements.filter(
    (statement) =>
      statement.effect === 'Deny' &&
      statement.principals?.not === false &&
      namesEverybody(statement.principals) &&
      coversService(statement, wanted, service) &&
      statement.condition.length === 1 &&
      isTransport(statement.condition[0] as Clause, 'false'),
  );
  const covered = resource
    ? (requested[service ?? ''] ?? ['']).every((below) => {
        const pattern = compileArn(resource + below, false);
        return denies.some((deny) => scopeCovers(deny.resources, pattern, ofArns));
      })
    : denies.some(({ resources }) => scopeCovers(resources, everyResource, ofArns)) || coversTree(denies);
  if (covered || !options.acceptAllow) return covered;
  const allows = policy.statements.filter(({ effect }) => effect === 'Allow');
  return (
    allows.length > 0 &&
    allows.every(({ condition }) => condition.some((clause) => !clause.ifExists && isTransport(clause, 'true')))
  );
}

function coversService(statement: Statement, wanted: ReturnType<typeof compileAction>, service?: string): boolean {
  if (scopeCovers(statement.actions, wanted, ofActions)) return true;
  // `s3:*` on a bucket is everything that the policy can speak about.
  return (
    !service && !statement.actions.not && statement.actions.patterns.some(({ text }) => /^[a-z0-9-]+:\*$/i.test(text))
  );
}

function coversTree(denies: readonly Statement[]): boolean {
  const patterns = denies.flatMap(({ resources }) => (resources.not ? [] : resources.patterns));
  return patterns.some((root) => {
    const service = root.parts[2]?.text ?? '';
    if (service !== 's3' || /[^/]\*$/.test(root.text)) return true;
    const below = compileArn(`${root.text}/*`, false);
    // Objects alone are not enough: listing is about the bucket.
    return !root.text.includes('/') && patterns.some((pattern) => ofArns.covers(pattern, below));
  });
}

function isTransport(clause: Clause, value: 'true' | 'false'): boolean {
  return (
    clause.readable &&
    clause.key === 'aws:securetransport' &&
    // The key is in every request, so IfExists changes nothing.
    (clause.test === 'Bool' || clause.test === 'StringEquals' || clause.test === 'StringEqualsIgnoreCase') &&
    clause.set === undefined &&
    clause.values.length > 0 &&
    clause.values.every(({ text }) => text.toLowerCase() === value)
  );
}

/** Where an SCP lets an account work. */
export interface RegionLimit {
  /** Regions that stay allowed, as written (`eu-*` is possible), sorted. */
  readonly regions: readonly string[];
  /** Actions that may be called anywhere (global services). */
  readonly exemptActions: readonly string[];
  /** The Deny spares some callers or circumstances (further conditions). */
  readonly exceptions: boolean;
}

/**
 * The regions that an SCP keeps an account to, by a Deny of everything outside a list or by Allow statements
 * for a list only; undefined if it keeps to none. Several limits leave what is in all of them.
 * Source: AWS Organizations user guide, "Deny access to AWS based on the requested AWS Region".
 */
export function deniesRegions(scp: Policy): RegionLimit | undefined {
  const limits = scp.statements.flatMap((statement) => {
    const limit = statement.effect === 'Deny' ? limitOfDeny(statement) : undefined;
    return limit ? [limit] : [];
  });
  const allowed = limitOfAllows(scp);
  if (allowed) limits.push(allowed);
  const [first, ...rest] = limits;
  if (!first) return undefined;
  return rest.reduce(
    (so, limit) => ({
      regions: so.regions.filter((region) => limit.regions.includes(region)),
      exemptActions: so.exemptActions.filter((action) => limit.exemptActions.includes(action)),
      exceptions: so.exceptions && limit.exceptions,
    }),
    first,
  );
}

function limitOfDeny(statement: Statement): RegionLimit | undefined {
  const { actions, resources, condition } = statement;
  if (!actions.not && !scopeCovers(actions, everyAction, ofActions)) return undefined;
  if (!scopeCovers(resources, everyResource, ofArns)) return undefined;
  const clause = condition.find((one) =>
    isRegionList(one, ['StringNotEquals', 'StringNotLike', 'StringNotEqualsIgnoreCase']),
  );
  if (!clause) return undefined;
  return {
    regions: regionsOf(clause),
    exemptActions: actions.not ? actions.patterns.map(({ text }) => text).sort() : [],
    exceptions: condition.length > 1,
  };
}

function limitOfAllows(scp: Policy): RegionLimit | undefined {
  const allows = scp.statements.filter(({ effect }) => effect === 'Allow');
  const limited: string[] = [];
  const exempt: string[] = [];
  for (const { actions, condition } of allows) {
    const clause = condition.find((one) => isRegionList(one, ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase']));
    if (clause) limited.push(...regionsOf(clause));
    else if (actions.not || scopeCovers(actions, everyAction, ofActions)) return undefined;
    else exempt.push(...actions.patterns.map(({ text }) => text));
  }
  if (limited.length === 0) return undefined;
  return { regions: [...new Set(limited)].sort(), exemptActions: [...new Set(exempt)].sort(), exceptions: false };
}

function isRegionList(clause: Clause, tests: readonly string[]): boolean {
  return (
    clause.readable &&
    clause.key === 'aws:requestedregion' &&
    clause.set !== 'any' &&
    tests.includes(clause.test ?? '') &&
    clause.values.length > 0 &&
    clause.values.every(({ text }) => text !== '*')
  );
}

function regionsOf(clause: Clause): string[] {
  return [...new Set(clause.values.map(({ text }) => text.toLowerCase()))].sort();
}
