import { compileGlob, covers, fits, type Glob, joinGlobs, overlaps } from './glob.ts';

/** Yes, no, or it depends on something about the request that is not known. */
export type Tri = 'yes' | 'no' | 'maybe';

export function both(a: Tri, b: Tri): Tri {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'maybe';
}

export function either(a: Tri, b: Tri): Tri {
  if (a === 'yes' || b === 'yes') return 'yes';
  return a === 'no' && b === 'no' ? 'no' : 'maybe';
}

export function not(a: Tri): Tri {
  return a === 'maybe' ? a : a === 'yes' ? 'no' : 'yes';
}

/** Stops at the first `yes`. */
export function any<T>(items: Iterable<T>, test: (item: T) => Tri): Tri {
  let result: Tri = 'no';
  for (const item of items) {
    result = either(result, test(item));
    if (result === 'yes') return result;
  }
  return result;
}

/**
 * What is known of a request: key in lower case → its values; an empty list says that the key is known
 * to be absent. A key that is not in the map is unknown.
 */
export type Context = ReadonlyMap<string, readonly string[]>;

/** `Action` or `NotAction`, `Resource` or `NotResource`: with `not`, everything but the patterns. */
export interface Scope<Pattern> {
  readonly not: boolean;
  readonly patterns: readonly Pattern[];
}

/** An action pattern; actions are compared without regard to case. */
export interface ActionPattern {
  /** As written: `s3:Get*`. */
  readonly text: string;
  readonly glob: Glob;
}

const compiledActions = new Map<string, ActionPattern>();

/** Compiles an action pattern. The same few thousand texts recur over all principals, so they are kept. */
export function compileAction(text: string): ActionPattern {
  const known = compiledActions.get(text);
  if (known) return known;
  // `*:*` is every action too.
  const pattern = { text, glob: compileGlob(text === '*:*' ? '*' : text.toLowerCase()) };
  // Long texts are nobody's habit: keeping them would only give a hostile document memory to fill.
  if (text.length > 128) return pattern;
  if (compiledActions.size >= 20_000) compiledActions.clear();
  compiledActions.set(text, pattern);
  return pattern;
}

/** True if the scope contains `action` (lower case). */
export function actionInScope(scope: Scope<ActionPattern>, action: string): boolean {
  return scope.patterns.some((pattern) => fits(pattern.glob, action)) !== scope.not;
}

/** A text that may hold policy variables, cut at them. */
export interface Template {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** The pattern if nothing is to be filled in. */
  readonly fixed: Glob | undefined;
}

type Piece = { readonly glob: Glob } | { readonly key: string; readonly fallback: string | undefined };

/**
 * Compiles text with wildcards and policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`,
 * and `${*}`, `${?}`, `${$}` for the characters themselves. With `literal`, wildcards outside are none.
 */
export function compileTemplate(text: string, variables: boolean, literal = false): Template {
  if (!variables || !text.includes('${')) {
    const glob = compileGlob(text, literal);
    return { text, pieces: [{ glob }], fixed: glob };
  }
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(/\$\{([^}]{1,512})\}/g)) {
    if (found.index > from) pieces.push({ glob: compileGlob(text.slice(from, found.index), literal) });
    const name = found[1] as string;
    from = found.index + found[0].length;
    if (name === '*' || name === '?' || name === '$') {
      pieces.push({ glob: compileGlob(name, true) });
      continue;
    }
    const comma = name.indexOf(',');
    const fallback = comma < 0 ? undefined : /^\s*'(.*)'\s*$/s.exec(name.slice(comma + 1))?.[1];
    pieces.push({ key: (comma < 0 ? name : name.slice(0, comma)).trim().toLowerCase(), fallback });
  }
  if (from < text.length) pieces.push({ glob: compileGlob(text.slice(from), literal) });
  const globs = pieces.flatMap((piece) => ('glob' in piece ? [piece.glob] : []));
  return { text, pieces, fixed: globs.length === pieces.length ? joinGlobs(globs) : undefined };
}

/** Keys that the template needs from the request, in lower case. */
export function variablesOf(template: Template): string[] {
  return template.pieces.flatMap((piece) => ('key' in piece ? [piece.key] : []));
}

const anything = compileGlob('*');

/**
 * The pattern with its variables filled in. `certain` is false where a variable is unknown and `*` stands
 * in its place; undefined where a variable is known to be absent, for then nothing can match.
 */
export function fillIn(template: Template, context: Context): { glob: Glob; certain: boolean } | undefined {
  if (template.fixed) return { glob: template.fixed, certain: true };
  let certain = true;
  const globs: Glob[] = [];
  for (const piece of template.pieces) {
    if ('glob' in piece) {
      globs.push(piece.glob);
      continue;
    }
    const values = context.get(piece.key);
    const value = values?.[0] ?? (values ? piece.fallback : undefined);
    if (value !== undefined) globs.push(compileGlob(value, true));
    else if (values) return undefined;
    else {
      certain = false;
      globs.push(anything);
    }
  }
  return { glob: joinGlobs(globs), certain };
}

/** A resource pattern, compared part by part: a wildcard stays within its part, except in the last. */
export interface ArnPattern {
  readonly text: string;
  /** One part for what is no ARN, else six. */
  readonly parts: readonly Template[];
  readonly all: boolean;
  readonly variables: boolean;
}

/**
 * Compiles a resource or ARN pattern.
 * Source: IAM user guide, "IAM JSON policy elements: Resource" (wildcards do not cross the colons).
 */
export function compileArn(text: string, variables: boolean): ArnPattern {
  const parts = splitArn(text);
  // `arn:aws:s3*` and `arn:aws:iam::*`: the trailing wildcard stands for the parts left out.
  if (parts.length > 1 && parts.length < 6 && text.endsWith('*')) while (parts.length < 6) parts.push('*');
  const compiled = parts.map((part) => compileTemplate(part, variables));
  return {
    text,
    parts: compiled,
    all: parts.length === 1 && compiled[0]?.fixed?.shape === 'all',
    variables: compiled.some((part) => !part.fixed),
  };
}

/** `arn:partition:service:region:account:resource` in six parts; any other text in one. */
export function splitArn(text: string): string[] {
  if (!text.startsWith('arn:')) return [text];
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let i = 0; i < text.length && parts.length < 5; i += 1) {
    // The colon of a variable (`${aws:username}`) is not one of the ARN's.
    if (text[i] === '$' && text[i + 1] === '{') depth += 1;
    else if (text[i] === '}' && depth > 0) depth -= 1;
    else if (text[i] === ':' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** Does `arn` (split) fit the pattern? */
export function arnFits(pattern: ArnPattern, arn: readonly string[], context: Context): Tri {
  if (pattern.all) return 'yes';
  if (pattern.parts.length !== arn.length) return 'no';
  let result: Tri = 'yes';
  for (let i = 0; i < arn.length; i += 1) {
    const filled = fillIn(pattern.parts[i] as Template, context);
    if (!filled || !fits(filled.glob, arn[i] as string)) return 'no';
    if (!filled.certain) result = 'maybe';
  }
  return result;
}

/** Is `arn` (split) in the scope? */
export function arnInScope(scope: Scope<ArnPattern>, arn: readonly string[], context: Context): Tri {
  const found = any(scope.patterns, (pattern) => arnFits(pattern, arn, context));
  return scope.not ? not(found) : found;
}

/** True if every resource of `inner` is surely one of `outer`. */
export function arnCovers(outer: ArnPattern, inner: ArnPattern): boolean {
  if (outer.all) return true;
  if (outer.variables || outer.parts.length !== inner.parts.length) return false;
  return outer.parts.every((part, i) => {
    const other = inner.parts[i]?.fixed;
    return part.fixed !== undefined && other !== undefined && covers(part.fixed, other);
  });
}

/** True if some resource fits both; an unknown variable may be anything. */
export function arnOverlaps(a: ArnPattern, b: ArnPattern): boolean {
  if (a.all || b.all) return true;
  if (a.parts.length !== b.parts.length) return false;
  return a.parts.every((part, i) => {
    const left = fillIn(part, new Map());
    const right = fillIn(b.parts[i] as Template, new Map());
    return left !== undefined && right !== undefined && overlaps(left.glob, right.glob);
  });
}

/** True if the scope contains all that `pattern` stands for. */
export function scopeCovers<P>(
  scope: Scope<P>,
  pattern: P,
  relation: { covers: (outer: P, inner: P) => boolean; overlaps: (a: P, b: P) => boolean },
): boolean {
  return scope.not
    ? !scope.patterns.some((one) => relation.overlaps(one, pattern))
    : scope.patterns.some((one) => relation.covers(one, pattern));
}

export const ofActions = {
  covers: (outer: ActionPattern, inner: ActionPattern): boolean => covers(outer.glob, inner.glob),
  overlaps: (a: ActionPattern, b: ActionPattern): boolean => overlaps(a.glob, b.glob),
};

export const ofArns = { covers: arnCovers, overlaps: arnOverlaps };

/** True if everything of `inner` is surely in `outer`; both may be negated. */
export function scopeWithin<P>(
  outer: Scope<P>,
  inner: Scope<P>,
  everything: P,
  relation: { covers: (outer: P, inner: P) => boolean; overlaps: (a: P, b: P) => boolean },
): boolean {
  if (!inner.not) return inner.patterns.every((pattern) => scopeCovers(outer, pattern, relation));
  if (scopeCovers(outer, everything, relation)) return true;
  // Everything but X lies within everything but Y if X takes away all of Y.
  return outer.not && outer.patterns.every((gap) => inner.patterns.some((hole) => relation.covers(hole, gap)));
}
