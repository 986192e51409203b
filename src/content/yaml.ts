import { open } from 'node:fs/promises';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { type ZodType, z } from 'zod';
import { type Text, textSchema, UserError } from '../model/index.ts';

/** What one content file may cost us. A hand-written file is far below each of these. */
export const yamlLimits = { bytes: 1_000_000, depth: 40, nodes: 100_000, aliases: 50, documents: 500 } as const;

/** An object or list that came out of YAML, as zod gives the way to a problem in it. */
type Path = readonly PropertyKey[];

/**
 * Reads one YAML file (YAML 1.2, one document) and gives what `schema` makes of it.
 *
 * @throws UserError `content-unreadable` where the file cannot be read, `content-malformed` where it is
 * too large or too deep, is not YAML or not what the schema asks for; it names `file:line:column` and the first problem.
 */
export async function readYaml<T>(path: string, schema: ZodType<T>): Promise<T> {
  return parseYaml(await readBounded(path), path, schema);
}

/** As {@link readYaml}, for text that is already at hand; `path` is what errors call it. */
export function parseYaml<T>(source: string, path: string, schema: ZodType<T>): T {
  const where = placesOf(source, path);
  return checked(parseDocument(source, { ...parseOptions, lineCounter: where.lines }), where, schema);
}

/** As {@link readYaml}, for a file of one or more documents, parted by `---`; empty ones are left out. */
export async function readYamlDocuments<T>(path: string, schema: ZodType<T>): Promise<T[]> {
  return parseYamlDocuments(await readBounded(path), path, schema);
}

/** As {@link readYamlDocuments}, for text that is already at hand; `path` is what errors call it. */
export function parseYamlDocuments<T>(source: string, path: string, schema: ZodType<T>): T[] {
  const where = placesOf(source, path);
  const documents = parseAllDocuments(source, { ...parseOptions, lineCounter: where.lines });
  if ('empty' in documents) return [];
  if (documents.length > yamlLimits.documents) {
    throw malformed(where.at(0), {
      en: `the file has more than ${yamlLimits.documents} documents`,
      ko: `한 파일에 든 문서가 ${yamlLimits.documents}개를 넘습니다`,
    });
  }
  return documents
    .filter((document) => document.errors.length > 0 || !isEmpty(document.contents))
    .map((document) => checked(document, where, schema));
}

function isEmpty(contents: unknown): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

const parseOptions = { prettyErrors: false, stringKeys: true, merge: true } as const;

/** Tells where an offset of a text lies: `file:line:column`. */
interface Places {
  lines: LineCounter;
  at(offset: number): string;
}

function placesOf(source: string, path: string): Places {
  if (Buffer.byteLength(source) > yamlLimits.bytes) throw tooLarge(path);
  const lines = new LineCounter();
  return {
    lines,
    at: (offset) => {
      const { line, col } = lines.linePos(offset);
      return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
    },
  };
}

function checked<T>(document: Document.Parsed<ParsedNode>, where: Places, schema: ZodType<T>): T {
  // A warning is a tag or directive that we would otherwise quietly ignore.
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) throw malformed(where.at(problem.pos[0]), syntaxText(problem));
  const root = isNode(document.contents) ? document.contents : null;
  const excess = root && findExcess(root);
  if (excess) throw malformed(where.at(excess.offset), excess.text);

  let value: unknown;
  try {
    // Texts of the document are pieces of the file's text, and keep all of it in memory: their copies do not.
    value = structuredClone(document.toJS({ maxAliasCount: yamlLimits.aliases }));
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw malformed(where.at(0), {
      en: `an alias points nowhere, or aliases repeat more than ${yamlLimits.aliases} nodes`,
      ko: `별칭이 가리키는 앵커가 없거나, 별칭으로 반복되는 노드가 ${yamlLimits.aliases}개를 넘습니다`,
    });
  }
  const parsed = schema.safeParse(value, { error: z.locales.en().localeError });
  if (parsed.success) return parsed.data;
  const korean = schema.safeParse(value, { error: z.locales.ko().localeError });
  const issue = innermost(parsed.error.issues[0]!);
  const issueKo = innermost(korean.error!.issues[0]!);
  const field = issue.path.map(String).join('.') || '(root)';
  const offset = root ? offsetOf(root, issue.path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined) : 0;
  const own = ownText(issue) ?? { en: issue.message, ko: issueKo.message };
  throw malformed(where.at(offset), { en: `${field}: ${own.en}`, ko: `${field}: ${own.ko}` });
}

/** What a `superRefine` of ours says in both languages: `addIssue({ code: 'custom', params: { text } })`. */
function ownText(issue: z.core.$ZodIssue): Text | undefined {
  return issue.code === 'custom' ? textSchema.safeParse(issue.params?.text).data : undefined;
}

/** Bytes read at a time: most files are smaller. */
const CHUNK = 32_768;

/** Reads little more than allowed at most, so that a huge file or an endless device costs nothing. */
async function readBounded(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    await using file = await open(path, 'r');
    while (length <= yamlLimits.bytes) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new UserError(
      'content-unreadable',
      {
        en: `Cannot read ${path} (${reason}). Check that the file exists and that this user may read it.`,
        ko: `${path} 파일을 읽을 수 없습니다(${reason}). 파일이 있는지, 읽기 권한이 있는지 확인하세요.`,
      },
      { cause },
    );
  }
  if (length > yamlLimits.bytes) throw tooLarge(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw malformed(`${path}:1:1`, { en: 'the file is not UTF-8 text', ko: 'UTF-8로 저장된 텍스트가 아닙니다' });
  }
}

function tooLarge(path: string): UserError {
  return malformed(`${path}:1:1`, {
    en: `the file is larger than ${yamlLimits.bytes} bytes`,
    ko: `파일 크기가 ${yamlLimits.bytes}바이트를 넘습니다`,
  });
}

function malformed(place: string, problem: Text): UserError {
  return new UserError('content-malformed', {
    en: `${place}: ${problem.en}. Correct the file at this place and try again.`,
    ko: `${place}: ${problem.ko}. 이 위치를 고친 뒤 다시 시도하세요.`,
  });
}

/** Where the document is nested deeper or larger than allowed. Walks without recursion: the depth is not ours to trust. */
function findExcess(root: Node): { offset: number; text: Text } | null {
  const open: { node: unknown; depth: number }[] = [{ node: root, depth: 1 }];
  let nodes = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    if (isPair(node)) {
      open.push({ node: node.value, depth }, { node: node.key, depth });
      continue;
    }
    if (!isNode(node)) continue;
    const offset = node.range?.[0] ?? 0;
    if (depth > yamlLimits.depth) {
      return {
        offset,
        text: {
          en: `it is nested more than ${yamlLimits.depth} levels deep`,
          ko: `중첩이 ${yamlLimits.depth}단계를 넘습니다`,
        },
      };
    }
    if (++nodes > yamlLimits.nodes) {
      return {
        offset,
        text: { en: `it has more than ${yamlLimits.nodes} values`, ko: `값이 ${yamlLimits.nodes}개를 넘습니다` },
      };
    }
    if (isCollection(node)) for (const item of node.items) open.push({ node: item, depth: depth + 1 });
  }
  return null;
}

/** Offset of the value at `path`; where it is missing, of the nearest value above it. `key` is a key of that value. */
function offsetOf(root: Node, path: Path, key?: string): number {
  let here: Node = root;
  for (const step of path) {
    const below: unknown = isCollection(here) ? here.get(step, true) : undefined;
    if (!isNode(below) || isAlias(below)) break;
    here = below;
  }
  if (key !== undefined && isMap(here)) {
    const keyNode = here.items.find((pair) => String(pair.key) === key)?.key;
    if (isNode(keyNode)) return keyNode.range?.[0] ?? 0;
  }
  return here.range?.[0] ?? 0;
}

/** A union says only "invalid input": what its nearest alternative misses helps more. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const [nearest] = issue.errors.filter((issues) => issues.length > 0).sort((a, b) => deepest(b) - deepest(a));
  const inner = nearest?.[0];
  return inner ? innermost({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

function deepest(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length));
}

const syntaxKo: { [code in YAMLError['code']]: string } = {
  ALIAS_PROPS: '별칭에는 앵커나 태그를 붙일 수 없습니다',
  BAD_ALIAS: '별칭 이름이 올바르지 않습니다',
  BAD_COLLECTION_TYPE: '태그와 값의 종류가 맞지 않습니다',
  BAD_DIRECTIVE: '지시문(%)이 올바르지 않습니다',
  BAD_DQ_ESCAPE: '큰따옴표 문자열의 이스케이프가 올바르지 않습니다',
  BAD_INDENT: '들여쓰기가 맞지 않습니다',
  BAD_PROP_ORDER: '앵커와 태그는 표시 기호 뒤, 값 앞에 와야 합니다',
  BAD_SCALAR_START: '따옴표 없는 값은 이 문자로 시작할 수 없습니다',
  BLOCK_AS_IMPLICIT_KEY: '한 줄에 키가 두 번 이상 있습니다. 콜론이 든 값은 따옴표로 감싸야 합니다',
  BLOCK_IN_FLOW: '대괄호나 중괄호 안에는 블록 형식을 쓸 수 없습니다',
  DUPLICATE_KEY: '같은 키가 두 번 있습니다',
  IMPOSSIBLE: 'YAML로 해석할 수 없습니다',
  KEY_OVER_1024_CHARS: '키가 1024자를 넘습니다',
  MISSING_CHAR: '필요한 문자(따옴표, 쉼표, 콜론, 괄호 등)가 빠졌습니다',
  MULTILINE_IMPLICIT_KEY: '키는 한 줄이어야 합니다',
  MULTIPLE_ANCHORS: '값 하나에 앵커가 둘 이상 있습니다',
  MULTIPLE_DOCS: '한 파일에 문서가 둘 이상 있습니다',
  MULTIPLE_TAGS: '값 하나에 태그가 둘 이상 있습니다',
  NON_STRING_KEY: '키는 문자열이어야 합니다',
  RESOURCE_EXHAUSTION: '중첩이 너무 깊습니다',
  TAB_AS_INDENT: '탭으로 들여쓸 수 없습니다. 공백을 사용해야 합니다',
  TAG_RESOLVE_FAILED: '알 수 없는 태그입니다',
  UNEXPECTED_TOKEN: '예상하지 못한 문자입니다',
};

function syntaxText(problem: YAMLError): Text {
  return { en: problem.message.replace(/\.$/, ''), ko: syntaxKo[problem.code] };
}
