import type { ASTNode } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js/serialize';

/**
 * Gives CEL the meaning that controls need, by rewriting the syntax tree before it is compiled:
 *
 * - a missing field is null, and so is a field of null (vendors leave out what is empty);
 * - a null list is empty in `all`, `exists`, `exists_one`, `map`, `filter`, `in` and `size`;
 * - a null string is empty in `startsWith`, `endsWith`, `contains`, `matches`, ...;
 * - `matches` runs on a linear-time engine;
 * - functions that depend on the clock get `now`.
 *
 * The names with an underscore that this brings in are declared in `environment.ts`; expressions cannot write them
 * themselves because `assertNoInternalNames` refuses them.
 */
export function rewrite(ast: ASTNode, clockFunctions: ReadonlySet<string>): string {
  return serialize(rewriteNode(ast as unknown as Node, clockFunctions) as unknown as ASTNode);
}

/** A node of the parser's tree, as far as the rewriter looks at it. */
interface Node {
  op: string;
  args: unknown;
}

const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
const STRING_METHODS = new Set([
  'startsWith',
  'endsWith',
  'contains',
  'lowerAscii',
  'upperAscii',
  'split',
  'trim',
  'indexOf',
]);

const call = (name: string, ...args: Node[]): Node => ({ op: 'call', args: [name, args] });
const literal = (value: string): Node => ({ op: 'value', args: value });

function rewriteNode(node: Node, clock: ReadonlySet<string>): Node {
  const again = (child: Node) => rewriteNode(child, clock);
  switch (node.op) {
    case 'value':
    case 'id':
      return node;
    case '.': {
      const [object, field] = node.args as [Node, string];
      return call('_get', again(object), literal(field));
    }
    case '[]': {
      const [object, index] = node.args as [Node, Node];
      return call('_index', again(object), again(index));
    }
    case 'in': {
      const [left, right] = node.args as [Node, Node];
      return { op: 'in', args: [again(left), call('_list', again(right))] };
    }
    case 'call': {
      const [name, args] = node.args as [string, Node[]];
      if (name === 'has') return notNull(again(args[0] as Node));
      if (name === 'size') return call('_size', ...args.map(again));
      if (clock.has(name)) return call(`_${name}`, ...args.map(again), { op: 'id', args: 'now' });
      return call(name, ...args.map(again));
    }
    case 'rcall': {
      const [name, receiver, args] = node.args as [string, Node, Node[]];
      const object = again(receiver);
      if (name === 'size') return call('_size', object);
      if (name === 'matches') return call('_matches', call('_string', object), ...args.map(again));
      if (MACROS.has(name)) {
        const [variable, ...rest] = args;
        return { op: 'rcall', args: [name, call('_list', object), [variable, ...rest.map(again)]] };
      }
      const target = STRING_METHODS.has(name) ? call('_string', object) : object;
      return { op: 'rcall', args: [name, target, args.map(again)] };
    }
    case 'list':
      return { op: 'list', args: (node.args as Node[]).map(again) };
    case 'map':
      return { op: 'map', args: (node.args as [Node, Node][]).map(([key, value]) => [again(key), again(value)]) };
    default:
      return {
        op: node.op,
        args: Array.isArray(node.args) ? (node.args as Node[]).map(again) : again(node.args as Node),
      };
  }
}

function notNull(node: Node): Node {
  return { op: '!=', args: [node, { op: 'value', args: null }] };
}

/** Deepest nesting of comprehensions; each level multiplies the work by the length of a list. */
const MAX_COMPREHENSIONS = 4;

/**
 * Refuses what must not run: names of the rewriter's own functions, and comprehensions nested too deep.
 *
 * @returns why, or undefined
 */
export function refusal(ast: ASTNode): string | undefined {
  const visit = (node: Node, depth: number): string | undefined => {
    if (depth > MAX_COMPREHENSIONS) return `comprehensions are nested deeper than ${MAX_COMPREHENSIONS}`;
    const [name] = node.op === 'call' || node.op === 'rcall' ? (node.args as [string]) : [undefined];
    if (name?.startsWith('_') === true) return `the function ${name} is internal`;
    // Bound values that double each other grow without a limit.
    if (name === 'bind') return 'cel.bind is not available';
    const below = name !== undefined && node.op === 'rcall' && MACROS.has(name) ? depth + 1 : depth;
    const children: unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [node.args];
    for (const child of children) {
      if (typeof child !== 'object' || child === null || !('op' in child)) continue;
      const found = visit(child as Node, below);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(ast as unknown as Node, 0);
}
