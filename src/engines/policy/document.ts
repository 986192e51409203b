import { isObject } from '../../model/index.ts';
import { type Clause, parseCondition } from './condition.ts';
import { limits, malformed } from './malformed.ts';
import { type ActionPattern, type ArnPattern, compileAction, compileArn, type Scope } from './match.ts';
import { type Principals, parsePrincipals } from './principal.ts';

export interface Statement {
  /** Position in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Absent in identity policies and SCPs. */
  readonly principals?: Principals;
  readonly actions: Scope<ActionPattern>;
  /** Without the element (trust policies) the statement is about whatever it is attached to: everything. */
  readonly resources: Scope<ArnPattern>;
  readonly condition: readonly Clause[];
}

/** A policy document, compiled. Parse once, ask often. */
export interface Policy {
  readonly id?: string;
  /** Policy variables (`${aws:username}`) are read only in documents of version 2012-10-17. */
  readonly variables: boolean;
  readonly statements: readonly Statement[];
}

/**
 * Reads a policy document: an object, its JSON text, or the URL-encoded JSON text that the IAM API returns.
 * An empty object is a policy without statements. Throws `PolicyMalformed` on anything that is no policy.
 */
export function parsePolicy(document: unknown): Policy {
  const value = typeof document === 'string' ? readText(document) : document;
  if (!isObject(value)) throw malformed('it is not a JSON object');
  measure(value);
  const version = field(value, 'Version');
  if (version !== undefined && version !== '2008-10-17' && version !== '2012-10-17') {
    throw malformed('its Version is neither 2008-10-17 nor 2012-10-17');
  }
  const variables = version === '2012-10-17';
  const given = field(value, 'Statement');
  const list = given === undefined ? [] : Array.isArray(given) ? given : [given];
  if (list.length > limits.statements) throw malformed(`it has more than ${limits.statements} statements`);
  const id = field(value, 'Id');
  return {
    ...(typeof id === 'string' ? { id } : {}),
    variables,
    statements: list.map((statement, index) => parseStatement(statement, index, variables)),
  };
}

function parseStatement(value: unknown, index: number, variables: boolean): Statement {
  const where = `statement ${index + 1}`;
  if (!isObject(value)) throw malformed(`${where} is not an object`);
  const effect = field(value, 'Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(`${where} has no Effect of Allow or Deny`);
  const actions = scope(value, 'Action', where, compileAction);
  if (!actions) throw malformed(`${where} names neither Action nor NotAction`);
  const resources = scope(value, 'Resource', where, (text) => compileArn(text, variables));
  const principals = parsePrincipals(field(value, 'Principal'), field(value, 'NotPrincipal'), where);
  const sid = field(value, 'Sid');
  return {
    index,
    ...(typeof sid === 'string' ? { sid } : {}),
    effect,
    ...(principals ? { principals } : {}),
    actions,
    resources: resources ?? { not: false, patterns: [compileArn('*', false)] },
    condition: parseCondition(field(value, 'Condition'), variables),
  };
}

function scope<Pattern>(
  statement: Record<string, unknown>,
  name: string,
  where: string,
  compile: (text: string) => Pattern,
): Scope<Pattern> | undefined {
  const yes = field(statement, name);
  const no = field(statement, `Not${name}`);
  if (yes !== undefined && no !== undefined) throw malformed(`${where} has both ${name} and Not${name}`);
  const given = yes ?? no;
  if (given === undefined) return undefined;
  const texts = Array.isArray(given) ? given : [given];
  return {
    not: no !== undefined,
    patterns: texts.map((text) => {
      if (typeof text !== 'string') throw malformed(`${where} has a ${name} that is not text`);
      return compile(text);
    }),
  };
}

function field(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function readText(text: string): unknown {
  if (text.length > limits.text) throw malformed(`it is longer than ${limits.text} characters`);
  const trimmed = text.trim();
  try {
    // A raw document may contain `%`, so only what does not start like JSON is decoded.
    return JSON.parse(trimmed.startsWith('{') ? trimmed : decodeURIComponent(trimmed));
  } catch {
    throw malformed('it is not JSON');
  }
}

/** Counts every value and the depth, so that no document can keep the judge busy. */
function measure(root: unknown): void {
  let values = 0;
  let characters = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.depth) throw malformed(`it is nested deeper than ${limits.depth} levels`);
    const below: unknown[] = [];
    for (const value of level) {
      values += 1;
      if (values > limits.values) throw malformed(`it holds more than ${limits.values} values`);
      if (typeof value === 'string') characters += value.length;
      else if (Array.isArray(value)) for (const element of value) below.push(element);
      else if (isObject(value)) {
        for (const key of Object.keys(value)) {
          characters += key.length;
          below.push(value[key]);
        }
      }
      if (characters > limits.text) throw malformed(`it is longer than ${limits.text} characters`);
    }
    level = below;
  }
}
