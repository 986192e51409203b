import {
  allowsEverywhere,
  confusedDeputy,
  deniesInsecureTransport,
  deniesRegions,
  escalations,
  externalPrincipals,
  isAdmin,
  type KnownActions,
  type Policy,
  PolicyMalformed,
  parsePolicy,
  publicStatements,
  type Statement,
} from '../engines/policy/index.ts';
import { type CelFunction, FactUnknown } from '../model/index.ts';

/** Parsed documents kept: one policy is asked many questions. */
const KEPT = 2000;

/**
 * The policy engine as functions of control expressions. A document may be an object, JSON text, or URL-encoded JSON
 * text; null means that there is none. A document that is no policy is unknown, not harmless.
 */
export function policyFunctions(known: KnownActions): readonly CelFunction[] {
  const kept = new Map<string, Policy>();

  function parse(document: unknown): Policy | undefined {
    if (document === null || document === undefined || document === '') return undefined;
    const text =
      typeof document === 'string'
        ? document
        : JSON.stringify(document, (_, value) => (typeof value === 'bigint' ? Number(value) : value));
    let policy = kept.get(text);
    if (policy === undefined) {
      try {
        policy = parsePolicy(text);
        // AWS attaches no document without a Statement (an empty list of them, yes): we were not told what it says.
        if (policy.statements.length === 0 && !text.includes('Statement')) {
          throw new FactUnknown('policy document', 'PolicyMalformed');
        }
      } catch (error) {
        if (error instanceof PolicyMalformed) throw new FactUnknown('policy document', 'PolicyMalformed');
        throw error;
      }
      if (kept.size >= KEPT) kept.clear();
      kept.set(text, policy);
    }
    return policy;
  }

  const all = (documents: unknown): Policy[] =>
    (Array.isArray(documents) ? documents : [documents]).map(parse).filter((policy) => policy !== undefined);

  const open = (document: unknown, account: unknown, actions?: readonly string[]) => {
    const policy = parse(document);
    if (policy === undefined) return [];
    const exposure = { account: String(account ?? ''), ...(actions === undefined ? {} : { actions }) };
    return publicStatements(policy, exposure).map(shown);
  };

  return [
    {
      name: 'allowStatements',
      params: ['dyn'],
      returns: 'list',
      doc: 'Allow statements of a policy, or of a bare list of statements, as written: a list of {sid, index, actions, notActions, resources, notResources}. Prefer the functions that weigh what a policy means.',
      handler: (document: unknown) => {
        const policy = parse(Array.isArray(document) ? { Statement: document } : document);
        return (policy?.statements ?? []).filter(({ effect }) => effect === 'Allow').map(written);
      },
    },
    {
      name: 'publicStatements',
      params: ['dyn', 'dyn'],
      returns: 'list',
      doc: 'Allow statements of a resource policy that let in the world at large, seen from the account that owns the resource: a list of {sid, index}. Conditions that keep the world out and Denies that take it back count.',
      handler: (document: unknown, account: unknown) => open(document, account),
    },
    {
      name: 'publicStatementsFor',
      params: ['dyn', 'dyn', 'list'],
      returns: 'list',
      doc: 'As publicStatements, only of statements that touch one of the action patterns given.',
      handler: (document: unknown, account: unknown, actions: unknown[]) =>
        open(document, account, actions.map(String)),
    },
    {
      name: 'externalPrincipals',
      params: ['dyn', 'dyn', 'list'],
      returns: 'list',
      doc: 'Principals outside an account and the trusted ones (account ids, principals as written) that a policy lets in: a list of {principal, type, account}.',
      handler: (document: unknown, account: unknown, trusted: unknown[]) => {
        const policy = parse(document);
        if (policy === undefined) return [];
        return externalPrincipals(policy, String(account ?? ''), trusted.map(String)).map((one) => ({
          principal: one.principal,
          type: one.type,
          account: one.account ?? null,
        }));
      },
    },
    {
      name: 'externalStatementsFor',
      params: ['dyn', 'dyn', 'list', 'list'],
      returns: 'list',
      doc: 'Allow statements that let somebody outside an account and the trusted ones do one of the action patterns given (fourth argument): a list of {sid, index}.',
      handler: (document: unknown, account: unknown, trusted: unknown[], actions: unknown[]) => {
        const policy = parse(document);
        if (policy === undefined) return [];
        const exposure = {
          account: String(account ?? ''),
          trustedAccounts: trusted.map(String),
          allowCrossAccount: false,
          actions: actions.map(String),
        };
        return publicStatements(policy, exposure).map(shown);
      },
    },
    {
      name: 'allowsEverywhere',
      params: ['dyn', 'list'],
      returns: 'bool',
      doc: 'True if a policy document, or a list of them together, allows all of the action patterns given on every resource without a condition.',
      handler: (documents: unknown, actions: unknown[]) => allowsEverywhere(all(documents), actions.map(String)),
    },
    {
      name: 'isAdmin',
      params: ['dyn'],
      returns: 'bool',
      doc: 'True if a policy document, or a list of them together, gives full administration: every action on every resource.',
      handler: (documents: unknown) => isAdmin(all(documents), known),
    },
    {
      name: 'escalations',
      params: ['dyn'],
      returns: 'list',
      doc: 'Known privilege escalations that a policy document, or a list of them together, grants: a list of {id, actions}.',
      handler: (documents: unknown) =>
        escalations(all(documents)).map(({ id, actions }) => ({ id, actions: [...actions] })),
    },
    {
      name: 'deniesInsecureTransport',
      params: ['dyn', 'dyn'],
      returns: 'bool',
      doc: 'True if a policy denies everybody every action over plain HTTP; the second argument is the ARN it is attached to, or null.',
      handler: (document: unknown, resource: unknown) => {
        const policy = parse(document);
        if (policy === undefined) return false;
        return deniesInsecureTransport(policy, typeof resource === 'string' ? resource : undefined);
      },
    },
    {
      name: 'regionsLeft',
      params: ['dyn'],
      returns: 'dyn',
      doc: 'Regions that a service control policy leaves allowed; null where it keeps to none.',
      handler: (document: unknown) => {
        const policy = parse(document);
        const limit = policy === undefined ? undefined : deniesRegions(policy);
        return limit === undefined ? null : [...limit.regions];
      },
    },
    {
      name: 'confusedDeputies',
      params: ['dyn'],
      returns: 'list',
      doc: 'Service principals that a policy trusts without saying for whose resources: a list of names.',
      handler: (document: unknown) => {
        const policy = parse(document);
        return policy === undefined ? [] : confusedDeputy(policy).map(({ service }) => service);
      },
    },
  ];
}

/** A statement in the words of its document; what it names by exception stands in the lists that begin with `not`. */
function written({ actions, resources, ...statement }: Statement) {
  const texts = (scope: typeof actions | typeof resources, not: boolean) =>
    scope.not === not ? scope.patterns.map(({ text }) => text) : [];
  return {
    ...shown({ actions, resources, ...statement }),
    actions: texts(actions, false),
    notActions: texts(actions, true),
    resources: texts(resources, false),
    notResources: texts(resources, true),
  };
}

function shown(statement: Statement): { sid: string | null; index: bigint } {
  return { sid: statement.sid ?? null, index: BigInt(statement.index) };
}
