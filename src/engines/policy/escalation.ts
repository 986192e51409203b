import type { Text } from '../../model/index.ts';
import { type ActionSet, actionsInScope, has, indexActions } from './actions.ts';
import { conditionHolds } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import {
  type EscalationKind,
  type EscalationPattern,
  escalationPatterns,
  type Need,
  type Target,
} from './escalation-patterns.ts';
import { covers, overlaps } from './glob.ts';
import {
  type ArnPattern,
  arnCovers,
  arnOverlaps,
  type Context,
  compileArn,
  fillIn,
  ofArns,
  scopeCovers,
  type Template,
  variablesOf,
} from './match.ts';

/** A known way to more rights that the policies open. */
export interface Escalation {
  readonly id: string;
  readonly kind: EscalationKind;
  /** The actions that make it up, as AWS writes them. */
  readonly actions: readonly string[];
  /** The service that must trust the passed role. */
  readonly service?: string;
  /** `conditional`: a condition that cannot be decided from the policies stands before it. */
  readonly certainty: 'allowed' | 'conditional';
  /** `named`: only on resources that the policies name; whether it leads anywhere depends on those. */
  readonly reach: 'any' | 'named';
  readonly statements: readonly Statement[];
}

/** The actions that any pattern needs, numbered: a statement is compared with all of them at once. */
const needed = indexActions(escalationPatterns.flatMap(({ needs }) => needs.map(({ action }) => action)));

interface Judged {
  readonly statement: Statement;
  readonly actions: ActionSet;
}

interface Grant {
  readonly certain: boolean;
  readonly wide: boolean;
  readonly statement: Statement;
}

/**
 * The known privilege escalations that the policies of one principal grant together. Resources, conditions
 * (iam:PassedToService, iam:PolicyARN) and Deny are honoured; what the environment adds (who trusts whom,
 * what runs where) is not looked at. By default the kinds `situational` and `data` are left out.
 */
export function escalations(
  policies: Policy | readonly Policy[],
  options: { kinds?: readonly EscalationKind[] } = {},
): Escalation[] {
  const kinds = options.kinds ?? ['self', 'principal', 'pass-role', 'compute'];
  const statements = ([policies].flat() as Policy[])
    .flatMap((policy) => policy.statements)
    .map((statement) => ({ statement, actions: actionsInScope(statement.actions, needed) }));
  const granted = new Map<string, Grant | undefined>();
  const ask = (need: Need, service: string | undefined): Grant | undefined => {
    const key = `${need.action} ${need.on} ${need.action === 'iam:PassRole' ? service : ''}`;
    if (!granted.has(key)) granted.set(key, findGrant(statements, need, service));
    return granted.get(key);
  };
  return escalationPatterns.flatMap((pattern) => {
    if (!kinds.includes(pattern.kind)) return [];
    const grants: Grant[] = [];
    for (const need of pattern.needs) {
      const grant = ask(need, pattern.service);
      if (!grant) return [];
      grants.push(grant);
    }
    return [describe(pattern, grants)];
  });
}

function describe(pattern: EscalationPattern, grants: readonly Grant[]): Escalation {
  return {
    id: pattern.id,
    kind: pattern.kind,
    actions: pattern.needs.map(({ action }) => action),
    ...(pattern.service ? { service: pattern.service } : {}),
    certainty: grants.every(({ certain }) => certain) ? 'allowed' : 'conditional',
    reach: grants.every(({ wide }) => wide) ? 'any' : 'named',
    statements: [...new Set(grants.map(({ statement }) => statement))],
  };
}

/** The best grant of one action: a wide and unconditional one before others. */
function findGrant(statements: readonly Judged[], need: Need, service: string | undefined): Grant | undefined {
  const action = need.action.toLowerCase();
  const target = targets[need.on];
  const context = contextOf(action, service);
  const number = needed.numberOf(action) as number;
  const about = statements.filter(({ actions }) => has(actions, number)).map(({ statement }) => statement);
  const denies = about.filter(({ effect }) => effect === 'Deny');
  let best: Grant | undefined;
  for (const statement of about) {
    if (statement.effect !== 'Allow') continue;
    const holds = conditionHolds(statement.condition, context);
    if (holds === 'no') continue;
    const left = resourcesLeft(statement, target, denies, context);
    if (!left) continue;
    const grant = { certain: holds === 'yes' && left.certain, wide: left.wide, statement };
    if (!best || rank(grant) > rank(best)) best = grant;
  }
  return best;
}

const rank = (grant: Grant): number => (grant.certain ? 2 : 0) + (grant.wide ? 1 : 0);

/** What the attacker would put into the request. */
function contextOf(action: string, service: string | undefined): Context {
  const context = new Map<string, readonly string[]>();
  if (action === 'iam:passrole' && service) context.set('iam:passedtoservice', [service, `${service}.cn`]);
  if (/^iam:attach(user|role|group)policy$/.test(action)) {
    context.set('iam:policyarn', ['arn:aws:iam::aws:policy/AdministratorAccess']);
  }
  return context;
}

interface Sought {
  readonly arn: ArnPattern;
  /** The caller itself, or somebody else, or not a principal. */
  readonly who: 'self' | 'other' | 'none';
}

const iam = (type: string): ArnPattern => compileArn(`arn:*:iam::*:${type}/*`, false);
const everything = compileArn('*', false);

const targets: Readonly<Record<Target, Sought>> = {
  'own user': { arn: iam('user'), who: 'self' },
  'own role': { arn: iam('role'), who: 'self' },
  user: { arn: iam('user'), who: 'other' },
  role: { arn: iam('role'), who: 'other' },
  group: { arn: iam('group'), who: 'none' },
  policy: { arn: iam('policy'), who: 'none' },
  resource: { arn: everything, who: 'none' },
};

interface Left {
  readonly wide: boolean;
  readonly certain: boolean;
}

/** What of the target remains after the statement's resources and the Denies; undefined if nothing. */
function resourcesLeft(
  allow: Statement,
  target: Sought,
  denies: readonly Statement[],
  context: Context,
): Left | undefined {
  // Resource elements with `not` leave open all but what they name.
  const given = allow.resources.not
    ? scopeCovers({ not: false, patterns: allow.resources.patterns }, target.arn, ofArns)
      ? []
      : [target.arn]
    : allow.resources.patterns;
  let best: Left | undefined;
  for (const pattern of given) {
    const self = isSelf(pattern);
    if (self && target.who === 'other') continue;
    if (!arnOverlaps(pattern, target.arn)) continue;
    const wide = self || spans(pattern, target.arn);
    // A pattern wider than the target must be denied only on the target.
    const asked = arnCovers(pattern, target.arn) ? target.arn : pattern;
    let certain = true;
    let gone = false;
    for (const deny of denies) {
      const strikes = conditionHolds(deny.condition, context);
      if (strikes === 'no' || !scopeCovers(deny.resources, asked, ofArns)) continue;
      if (strikes === 'yes') gone = true;
      else certain = false;
    }
    if (gone) continue;
    const left = { wide, certain };
    if (!best || Number(left.certain) * 2 + Number(left.wide) > Number(best.certain) * 2 + Number(best.wide)) {
      best = left;
    }
  }
  return best;
}

/** `user/${aws:username}` is the caller, whoever that is. */
function isSelf(pattern: ArnPattern): boolean {
  return pattern.parts.some((part) => variablesOf(part).some((key) => key === 'aws:username' || key === 'aws:userid'));
}

/** True if the pattern leaves the choice of the resource open; partition, region and account do not matter. */
function spans(pattern: ArnPattern, target: ArnPattern): boolean {
  if (pattern.all) return true;
  const name = (pattern.parts[5] as Template | undefined)?.fixed;
  const wanted = target.parts[5]?.fixed;
  if (!name) return false;
  if (wanted) return covers(name, wanted) && overlaps(name, wanted);
  // Of any kind of resource: open if nothing but the type is given.
  return /^(\*+|[^/:*?]+[/:]\*+)$/.test(fillIn(pattern.parts[5] as Template, new Map())?.glob.text ?? '');
}

/** One sentence for people: what the escalation leads to. */
export function describeEscalation(escalation: Escalation): Text {
  const actions = escalation.actions.join(' + ');
  const service = escalation.service ?? '';
  const texts: Record<EscalationKind, Text> = {
    self: {
      en: `Can widen its own permissions (${actions}).`,
      ko: `자신의 권한을 스스로 확대할 수 있습니다(${actions}).`,
    },
    principal: {
      en: `Can take over another identity (${actions}).`,
      ko: `다른 주체의 권한을 가져올 수 있습니다(${actions}).`,
    },
    'pass-role': {
      en: `Can act as any role it may pass to ${service} (${actions}).`,
      ko: `${service}에 전달할 수 있는 역할의 권한으로 작업을 수행할 수 있습니다(${actions}).`,
    },
    compute: {
      en: `Can take the role of something that already runs (${actions}).`,
      ko: `이미 실행 중인 리소스에 연결된 역할의 권한을 가져올 수 있습니다(${actions}).`,
    },
    situational: {
      en: `May gain permissions, depending on what surrounds it (${actions}).`,
      ko: `주변 구성에 따라 권한이 확대될 수 있습니다(${actions}).`,
    },
    data: {
      en: `Can obtain credentials or open data to others (${actions}).`,
      ko: `자격 증명을 얻거나 데이터를 외부에 공개할 수 있습니다(${actions}).`,
    },
  };
  return texts[escalation.kind];
}
