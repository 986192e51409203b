import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { UserError } from '../../model/index.ts';
import type { Waivable, Waives } from './types.ts';

/** What somebody who knows a product says of a vulnerability in it. */
export interface Statement {
  /** Ids of the vulnerability. */
  ids: readonly string[];
  status: 'not-affected' | 'affected' | 'fixed' | 'under-investigation';
  justification?: string;
  /** purls or other names of what it is about. Empty: of anything. */
  products: readonly string[];
  /** Parts of the products, by purl, that alone are meant. */
  parts: readonly string[];
  /** ISO 8601: of several statements the newest counts. */
  at: string;
}

const LARGEST = 64 * 1024 * 1024;

/**
 * Reads VEX documents: OpenVEX, CycloneDX with `vulnerabilities[].analysis`, CSAF 2.0.
 *
 * @throws UserError where one cannot be read or is none of them
 */
export async function loadVex(files: readonly string[]): Promise<Waives> {
  const statements = await Promise.all(
    files.map(async (file) => ({ file, said: statementsIn(await read(file), file) })),
  );
  const all = statements.flatMap(({ file, said }) => said.map((statement) => ({ ...statement, file })));
  const byId = new Map<string, typeof all>();
  for (const statement of all) {
    for (const id of statement.ids) byId.set(id, [...(byId.get(id) ?? []), statement]);
  }
  return (finding) => {
    const about = [finding.id, ...finding.aliases]
      .flatMap((id) => byId.get(id) ?? [])
      .filter((one) => covers(one, finding));
    const newest = about.reduce<(typeof all)[number] | undefined>(
      (found, one) => (found === undefined || one.at >= found.at ? one : found),
      undefined,
    );
    if (newest === undefined || (newest.status !== 'not-affected' && newest.status !== 'fixed')) return undefined;
    return {
      by: newest.file,
      reason: [newest.status, newest.justification].filter((part) => part !== undefined).join(': '),
    };
  };
}

async function read(file: string): Promise<unknown> {
  try {
    if ((await stat(file)).size > LARGEST) throw new Error(`larger than ${LARGEST} bytes`);
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      'vex-unreadable',
      {
        en: `The VEX document ${file} cannot be read: ${reason}`,
        ko: `VEX 문서 ${file}을(를) 읽을 수 없습니다: ${reason}`,
      },
      { cause: error },
    );
  }
}

const openVex = z.object({
  '@context': z.string().startsWith('https://openvex.dev/ns'),
  timestamp: z.string().optional(),
  statements: z.array(
    z.object({
      vulnerability: z.union([
        z.string(),
        z.object({
          '@id': z.string().optional(),
          name: z.string().optional(),
          aliases: z.array(z.string()).optional(),
        }),
      ]),
      timestamp: z.string().optional(),
      products: z
        .array(
          z.union([
            z.string(),
            z.object({
              '@id': z.string().optional(),
              identifiers: z.record(z.string(), z.string()).optional(),
              subcomponents: z.array(z.union([z.string(), z.object({ '@id': z.string().optional() })])).optional(),
            }),
          ]),
        )
        .optional(),
      status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
      justification: z.string().optional(),
      impact_statement: z.string().optional(),
    }),
  ),
});

const cycloneDx = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ timestamp: z.string().optional() }).optional(),
  components: z.array(z.object({ 'bom-ref': z.string().optional(), purl: z.string().optional() })).optional(),
  vulnerabilities: z.array(
    z.object({
      id: z.string(),
      analysis: z
        .object({ state: z.string().optional(), justification: z.string().optional(), detail: z.string().optional() })
        .optional(),
      affects: z.array(z.object({ ref: z.string() })).optional(),
    }),
  ),
});

const branchSchema: z.ZodType<Branch> = z.lazy(() =>
  z.object({ product: productSchema.optional(), branches: z.array(branchSchema).optional() }),
);
const productSchema = z.object({
  product_id: z.string(),
  product_identification_helper: z.object({ purl: z.string().optional() }).optional(),
});
interface Branch {
  product?: z.infer<typeof productSchema> | undefined;
  branches?: Branch[] | undefined;
}
const csaf = z.object({
  document: z.object({
    csaf_version: z.string(),
    tracking: z.object({ current_release_date: z.string().optional() }).optional(),
  }),
  product_tree: z
    .object({
      branches: z.array(branchSchema).optional(),
      full_product_names: z.array(productSchema).optional(),
      relationships: z
        .array(
          z.object({
            full_product_name: productSchema,
            product_reference: z.string(),
            relates_to_product_reference: z.string(),
          }),
        )
        .optional(),
    })
    .optional(),
  vulnerabilities: z.array(
    z.object({
      cve: z.string().optional(),
      ids: z.array(z.object({ text: z.string() })).optional(),
      product_status: z.record(z.string(), z.array(z.string())).optional(),
      flags: z.array(z.object({ label: z.string(), product_ids: z.array(z.string()).optional() })).optional(),
    }),
  ),
});

/**
 * The statements of one document.
 *
 * Sources: https://github.com/openvex/spec, CycloneDX 1.6 `analysis`, OASIS CSAF 2.0 section 3.2.3.
 *
 * @throws UserError where it is none of the three
 */
export function statementsIn(document: unknown, file: string): Statement[] {
  const open = openVex.safeParse(document);
  if (open.success) return ofOpenVex(open.data);
  const cyclone = cycloneDx.safeParse(document);
  if (cyclone.success) return ofCycloneDx(cyclone.data);
  const advisory = csaf.safeParse(document);
  if (advisory.success) return ofCsaf(advisory.data);
  throw new UserError('vex-unknown', {
    en: `${file} is no VEX document that can be read here: OpenVEX, CycloneDX with analysis, or CSAF 2.0 in JSON.`,
    ko: `${file}은(는) 지원하는 VEX 문서가 아닙니다. OpenVEX, analysis가 포함된 CycloneDX, CSAF 2.0(JSON)을 지원합니다.`,
  });
}

const openStatus = {
  not_affected: 'not-affected',
  affected: 'affected',
  fixed: 'fixed',
  under_investigation: 'under-investigation',
} as const;

function ofOpenVex({ statements, timestamp = '' }: z.infer<typeof openVex>): Statement[] {
  return statements.map(
    ({ vulnerability, products = [], status, justification, impact_statement: impact, ...rest }) => {
      const names =
        typeof vulnerability === 'string'
          ? [vulnerability]
          : // Some leave out the name and write it into the id.
            [vulnerability.name ?? vulnerability['@id'] ?? [], vulnerability.aliases ?? []].flat();
      const why = justification ?? impact;
      return {
        ids: names,
        status: openStatus[status],
        ...(why !== undefined && { justification: why }),
        products: products.flatMap((product) =>
          typeof product === 'string'
            ? [product]
            : [product['@id'], ...Object.values(product.identifiers ?? {})].filter((name) => name !== undefined),
        ),
        parts: products.flatMap((product) =>
          typeof product === 'string'
            ? []
            : (product.subcomponents ?? []).flatMap((part) =>
                typeof part === 'string' ? [part] : (part['@id'] ?? []),
              ),
        ),
        at: rest.timestamp ?? timestamp,
      };
    },
  );
}

const cycloneStatus: Record<string, Statement['status']> = {
  not_affected: 'not-affected',
  false_positive: 'not-affected',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under-investigation',
};

function ofCycloneDx({ vulnerabilities, components = [], metadata }: z.infer<typeof cycloneDx>): Statement[] {
  const purls = new Map(components.map(({ 'bom-ref': ref, purl }) => [ref, purl]));
  return vulnerabilities.flatMap(({ id, analysis, affects = [] }) => {
    const status = cycloneStatus[analysis?.state ?? ''];
    if (status === undefined) return [];
    const justification = analysis?.justification ?? analysis?.detail;
    // A reference into another document ends in the component's own: urn:cdx:SERIAL/VERSION#REF.
    const names = affects.map(
      ({ ref }) => purls.get(ref) ?? decoded(ref.startsWith('urn:cdx:') ? (ref.split('#')[1] ?? ref) : ref),
    );
    return [
      {
        ids: [id],
        status,
        ...(justification !== undefined && { justification }),
        products: names,
        parts: [],
        at: metadata?.timestamp ?? '',
      },
    ];
  });
}

const csafStatus: Record<string, Statement['status']> = {
  known_not_affected: 'not-affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  known_affected: 'affected',
  under_investigation: 'under-investigation',
};

function ofCsaf({ vulnerabilities, product_tree: tree, document }: z.infer<typeof csaf>): Statement[] {
  const purls = new Map<string, string>();
  const keep = ({ product_id: id, product_identification_helper: helper }: z.infer<typeof productSchema>) => {
    if (helper?.purl !== undefined) purls.set(id, helper.purl);
  };
  const walk = ({ product, branches = [] }: Branch): void => {
    if (product !== undefined) keep(product);
    for (const branch of branches) walk(branch);
  };
  for (const branch of tree?.branches ?? []) walk(branch);
  for (const product of tree?.full_product_names ?? []) keep(product);
  const wholes = new Map<string, { part: string; whole: string }>();
  for (const {
    full_product_name: name,
    product_reference: part,
    relates_to_product_reference: whole,
  } of tree?.relationships ?? []) {
    wholes.set(name.product_id, { part, whole });
  }
  return vulnerabilities.flatMap(({ cve, ids = [], product_status: said = {}, flags = [] }) =>
    Object.entries(said).flatMap(([name, products]) => {
      const status = csafStatus[name];
      if (status === undefined) return [];
      return products.map((id) => {
        const { part, whole } = wholes.get(id) ?? { part: undefined, whole: id };
        const flag = flags.find(({ product_ids: of }) => of === undefined || of.includes(id));
        return {
          ids: [...(cve === undefined ? [] : [cve]), ...ids.map(({ text }) => text)],
          status,
          ...(flag !== undefined && { justification: flag.label }),
          products: [purls.get(whole) ?? whole],
          parts: part === undefined ? [] : [purls.get(part) ?? part],
          at: document.tracking?.current_release_date ?? '',
        };
      });
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A statement is about the package itself, or about the image with the package as a part of it. */
function covers({ products, parts }: Statement, { names, package: found }: Waivable): boolean {
  const isPackage = (name: string) => found !== undefined && samePurl(name, found.purl);
  if (parts.length > 0 && !parts.some(isPackage)) return false;
  if (products.length === 0) return true;
  return products.some((product) => isPackage(product) || names.some((name) => samePurl(product, name)));
}

/** Equal, where a version or qualifier that the statement leaves out fits any. */
function samePurl(said: string, found: string): boolean {
  if (said === found) return true;
  if (!said.startsWith('pkg:') || !found.startsWith('pkg:')) return false;
  const [left, right] = [partsOf(said), partsOf(found)];
  if (left.name !== right.name || (left.version !== undefined && left.version !== right.version)) return false;
  return [...left.qualifiers].every(([key, value]) => right.qualifiers.get(key) === value);
}

/** Cut by hand: names that people write into statements are not always whole purls. */
function partsOf(purl: string) {
  const [path = '', query = ''] = (purl.split('#')[0] ?? '').split('?');
  const at = path.lastIndexOf('@');
  const versioned = at > path.lastIndexOf('/');
  return {
    name: decoded(versioned ? path.slice(0, at) : path).toLowerCase(),
    version: versioned ? decoded(path.slice(at + 1)) : undefined,
    qualifiers: new URLSearchParams(query),
  };
}
