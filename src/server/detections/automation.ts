import type { EventLog } from '../../eventlog/types.ts';
import { fitsWildcard } from '../../model/index.ts';
import type { Services } from '../services.ts';
import type { Library } from './library.ts';

/** The list that detections ask for deployment pipelines and infrastructure code. */
const TRUSTED = 'trusted_automation';

/** How far back it is looked who acts like a machine. */
const SPAN_DAYS = 14;
const DAY_MS = 86_400_000;

/** Least events and changes of one that may be automation; a tool that deploys needs fewer to be believed. */
const LEAST = { events: 20, changes: 5 };
const LEAST_OF_DEPLOYER = { events: 5, changes: 1 };

const MOST_ACTORS = 500;
const MOST_PROPOSED = 50;

/** What tools that deploy call themselves, somewhere in the agent. */
const deployers: Readonly<Record<string, string>> = {
  terraform: 'Terraform',
  opentofu: 'OpenTofu',
  pulumi: 'Pulumi',
  cloudformation: 'CloudFormation',
  'aws-cdk': 'AWS CDK',
  crossplane: 'Crossplane',
  ansible: 'Ansible',
  argocd: 'Argo CD',
  'flux-': 'Flux',
  'kustomize-controller': 'Flux',
  'helm-controller': 'Flux',
  'github-actions': 'GitHub Actions',
  gitlab: 'GitLab',
  jenkins: 'Jenkins',
  spacelift: 'Spacelift',
  atlantis: 'Atlantis',
  packer: 'Packer',
  karpenter: 'Karpenter',
};

/** Agents that a person sits behind, and those of clouds that act for somebody. */
const ofPeople = /^(?:mozilla|opera|safari|chrome|edge)|console|^signin\.|\.amazonaws\.com$|^aws$/i;

/** Tools of the command line: people use them, and so do scripts. */
const ofBoth =
  /^(?:aws-cli|kubectl|gcloud|google-cloud-sdk|az|azurecli|azurepowershell|azps|oc|k9s|helm|curl|postman.*)$/i;

/** Roles that people take by single sign-on. */
const peopleRoles = /AWSReservedSSO_|:role\/aws-reserved\/sso\./;

/** Somebody that acts like a machine: always with one tool. */
export interface AutomationSeen {
  /** As the list names it. */
  value: string;
  name: string;
  type: 'user' | 'role' | 'service-account';
  source: string;
  account: string;
  accounts: number;
  tool: string;
  /** The tool is one that deploys. */
  deploys: boolean;
  events: number;
  /** Events that changed something. */
  changes: number;
  addresses: number;
  first: Date;
  last: Date;
  /** Alerts that it raised in that time. */
  alerts: number;
}

/**
 * Who may belong on the list of trusted automation and is not on it: users, roles and service accounts that changed things in the last
 * two weeks, only ever with one tool that no person sits behind. Those whose tool deploys come first.
 *
 * @throws UserError where the event log cannot be asked
 */
export async function automationSeen(
  { db, tenant, clock }: Pick<Services, 'db' | 'tenant' | 'clock'>,
  log: Pick<EventLog, 'query'>,
  library: Pick<Library, 'lists'>,
): Promise<AutomationSeen[]> {
  const list = library.lists.find(({ id }) => id === TRUSTED);
  if (list === undefined) return [];
  const since = new Date(clock().getTime() - SPAN_DAYS * DAY_MS);
  const { columns, rows } = await log.query(question(since), MOST_ACTORS);
  const at = new Map(columns.map(({ name }, index) => [name, index]));
  const trusted = list.values.map(String);
  const seen = rows
    .map((row) => seenIn((column) => row[at.get(column) ?? -1]))
    .filter((one) => isAutomation(one) && !trusted.some((pattern) => fitsWildcard(one.value, pattern)))
    .sort((one, other) => Number(other.deploys) - Number(one.deploys) || other.changes - one.changes)
    .slice(0, MOST_PROPOSED);
  const alerts = await alertsOf({ db, tenant }, seen, since);
  return seen.map((one) => ({ ...one, alerts: alerts.get(one.value) ?? 0 }));
}

function question(since: Date): string {
  const named = Object.entries(deployers).map(([mark, name]) => `when agent ilike '%${mark}%' then '${name}'`);
  return `
    select actor, any_value(actor_name) as name, any_value(actor_type) as type, any_value(source) as source,
      any_value(account) as account, count(distinct account)::INTEGER as accounts, any_value(tool) as tool,
      count(distinct id)::INTEGER as events, count(distinct ip)::INTEGER as addresses,
      count(distinct id) filter (where not regexp_matches(verb, '^(get|list|describe|head|lookup|search|query|batchget|watch|read|check|view|assume|test|simulate)', 'i'))::INTEGER as changes,
      epoch_ms(min(time))::DOUBLE as first, epoch_ms(max(time))::DOUBLE as last
    from (
      select *, regexp_extract(action, '([^.:/]+)$', 1) as verb,
        case ${named.join(' ')} else nullif(regexp_extract(agent, '^\\[?([^/ (;,\\]]+)', 1), '') end as tool
      from events
      where time >= TIMESTAMP '${since.toISOString().slice(0, 19)}' and actor <> '' and actor_type in ('user', 'role', 'service-account')
    )
    group by actor
    having count(distinct tool) = 1 and count(*) = count(tool) and events >= ${LEAST_OF_DEPLOYER.events}
    order by events desc`;
}

function seenIn(value: (column: string) => unknown): Omit<AutomationSeen, 'alerts'> {
  const text = (column: string) => String(value(column) ?? '');
  const number = (column: string) => Number(value(column) ?? 0);
  const tool = text('tool');
  return {
    ...{
      value: text('actor'),
      name: text('name'),
      type: text('type') as AutomationSeen['type'],
      source: text('source'),
    },
    ...{
      account: text('account'),
      accounts: number('accounts'),
      tool,
      deploys: Object.values(deployers).includes(tool),
    },
    ...{ events: number('events'), changes: number('changes'), addresses: number('addresses') },
    ...{ first: new Date(number('first')), last: new Date(number('last')) },
  };
}

function isAutomation({ value, type, tool, deploys, events, changes }: Omit<AutomationSeen, 'alerts'>): boolean {
  if (peopleRoles.test(value) || ofPeople.test(tool)) return false;
  // Whoever has a person's tool in a person's hands is no machine.
  if (ofBoth.test(tool) && type !== 'service-account') return false;
  const least = deploys ? LEAST_OF_DEPLOYER : LEAST;
  return events >= least.events && changes >= least.changes;
}

async function alertsOf(
  { db, tenant }: Pick<Services, 'db' | 'tenant'>,
  seen: readonly { value: string }[],
  since: Date,
): Promise<Map<string, number>> {
  if (seen.length === 0) return new Map();
  const rows = await db
    .selectFrom('alerts')
    .select(['actor', ({ fn }) => fn.countAll<string>().as('n')])
    .where('tenant', '=', tenant)
    .where(
      'actor',
      'in',
      seen.map(({ value }) => value),
    )
    .where('last_at', '>=', since)
    .groupBy('actor')
    .execute();
  return new Map(rows.map(({ actor, n }) => [actor, Number(n)]));
}
