import type { Advisory, Affected, Ecosystem, JsonObject, Severity } from '../../model/index.ts';
import { severityNamed } from '../severity.ts';
import { documentsIn, made } from './documents.ts';
import { osvRecord } from './osv-record.ts';
import type { Enrichment, Feed, FeedInput } from './types.ts';
import {
  descriptionOf,
  idOf,
  isCve,
  Malformed,
  nameOf,
  objectIn,
  objectsIn,
  present,
  referencesIn,
  textIn,
  textsIn,
  timeOf,
  titleOf,
  versionOf,
} from './values.ts';

/** Red Hat's security data: CSAF 2.0 advisories and VEX documents (https://security.access.redhat.com/data/csaf/v2), or its OSV records. */
export const redhat: Feed = {
  id: 'redhat',
  title: 'Red Hat security data',
  licence: 'CC-BY-4.0',
  attribution: 'Red Hat, https://access.redhat.com/security/data',
  ecosystems: ['rhel:*'],
  published: { 'red-hat.zip': 'https://osv-vulnerabilities.storage.googleapis.com/Red%20Hat/all.zip' },
  takes: (path) => /\.(json|ndjson|jsonl)$/i.test(path) && !/(^|\/)(index|provider-metadata|changes)\.json$/.test(path),
  async *read(input) {
    for await (const { where, value } of documentsIn(input)) {
      yield* made(
        (): (Advisory | Enrichment)[] =>
          'document' in value ? csafAdvisories(value, input) : osvRecord(value, 'redhat', input),
        where,
        input,
      );
    }
  },
};

/** A product of a document: a component in a release. */
interface Product {
  ecosystem: Ecosystem;
  name: string;
  version: string | undefined;
  arch: string | undefined;
  module: string | undefined;
}

/** A CSAF document (https://docs.oasis-open.org/csaf/csaf/v2.0): one advisory a vulnerability, for each has products and a severity of its own. */
function csafAdvisories(csaf: JsonObject, input: FeedInput): Advisory[] {
  const document = objectIn(csaf, 'document');
  const tracking = objectIn(document, 'tracking');
  const id = idOf(textIn(tracking, 'id'));
  const products = productsIn(csaf);
  const advisories = objectsIn(csaf, 'vulnerabilities').flatMap((one) => {
    const cve = textIn(one, 'cve');
    if (cve === undefined || !isCve(cve)) return [];
    const affected = affectedIn(one, products);
    if (affected.length === 0) return [];
    const severity = severityNamed(textIn(objectIn(document, 'aggregate_severity'), 'text'));
    const cvss = objectsIn(one, 'scores').flatMap(
      (score) =>
        textIn(objectIn(score, 'cvss_v3'), 'vectorString') ?? textIn(objectIn(score, 'cvss_v4'), 'vectorString') ?? [],
    );
    const cwe = textIn(objectIn(one, 'cwe'), 'id');
    const title = titleOf(textIn(one, 'title') ?? textIn(document, 'title'));
    const description = descriptionOf(
      objectsIn(one, 'notes').flatMap((note) =>
        textIn(note, 'category') === 'description' ? (textIn(note, 'text') ?? []) : [],
      )[0],
    );
    const references = referencesIn(objectsIn(one, 'references').map((reference) => textIn(reference, 'url')));
    const published = timeOf(textIn(one, 'release_date') ?? textIn(tracking, 'initial_release_date'));
    const modified = timeOf(textIn(tracking, 'current_release_date'));
    const advisory: Advisory = {
      id,
      source: 'redhat',
      aliases: [],
      ...(cve !== id && { upstream: [cve] }),
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(severity !== undefined && { severity }),
      ...(cvss.length > 0 && { cvss: [...new Set(cvss)] }),
      ...(cwe !== undefined && /^CWE-\d+$/.test(cwe) && { cwes: [cwe] }),
      ...(references !== undefined && { references }),
      ...(published !== undefined && { published }),
      ...(modified !== undefined && { modified }),
      affected,
    };
    return [advisory];
  });
  if (advisories.length === 0) input.leaveOut('not-covered');
  return advisories;
}

/** Branches in branches: vendor, product family, product, version, architecture. */
const DEPTH = 20;

/** Products by id: releases have a CPE, components a purl, and a relationship makes a product of the two. */
function productsIn(csaf: JsonObject): Map<string, Product> {
  const tree = objectIn(csaf, 'product_tree');
  const releases = new Map<string, Ecosystem>();
  const components = new Map<string, Omit<Product, 'ecosystem'>>();
  const walk = (branch: JsonObject, depth: number) => {
    if (depth > DEPTH) throw new Malformed('its products are nested too deep');
    const product = objectIn(branch, 'product');
    const id = textIn(product, 'product_id');
    const helper = objectIn(product, 'product_identification_helper');
    const release = releaseOf(textIn(helper, 'cpe'));
    const component = componentOf(textIn(helper, 'purl'));
    if (id !== undefined && release !== undefined) releases.set(id, release);
    if (id !== undefined && component !== undefined) components.set(id, component);
    for (const below of objectsIn(branch, 'branches')) walk(below, depth + 1);
  };
  walk(tree, 0);
  const products = new Map<string, Product>();
  // A component may be part of a module, which is part of a release: two relationships, the one with the release last.
  const modules = new Map<string, string>();
  for (const relationship of objectsIn(tree, 'relationships')) {
    const id = textIn(objectIn(relationship, 'full_product_name'), 'product_id');
    const part = textIn(relationship, 'product_reference');
    const whole = textIn(relationship, 'relates_to_product_reference');
    if (id === undefined || part === undefined || whole === undefined) continue;
    const component = components.get(part);
    const ecosystem = releases.get(whole);
    const outer = products.get(whole);
    const module = moduleOf(whole) ?? modules.get(whole);
    if (ecosystem !== undefined && component === undefined) {
      releases.set(id, ecosystem);
      const stream = moduleOf(part);
      if (stream !== undefined) modules.set(id, stream);
    }
    const system = ecosystem ?? outer?.ecosystem;
    if (component !== undefined && system !== undefined)
      products.set(id, { ecosystem: system, ...component, module: component.module ?? module ?? streamOf(part) });
  }
  return products;
}

function releaseOf(cpe: string | undefined): Ecosystem | undefined {
  // `enterprise_linux` alone: what is mended in extended support comes to nobody else.
  const release = /^cpe:(?:\/|2\.3:)[ao]:redhat:enterprise_linux:(\d+)(?:\.\d+)?(?::|$)/.exec(cpe ?? '')?.[1];
  return release === undefined ? undefined : `rhel:${release}`;
}

/** `pkg:rpm/redhat/openssl@3.0.7-27.el9?arch=x86_64&epoch=1` */
function componentOf(purl: string | undefined): Omit<Product, 'ecosystem'> | undefined {
  const [, name, version, query = ''] =
    /^pkg:rpm\/redhat\/([^@?#]+)(?:@([^?#]+))?(?:\?([^#]*))?/.exec(purl ?? '') ?? [];
  if (name === undefined) return undefined;
  const qualifiers = new URLSearchParams(query);
  const epoch = qualifiers.get('epoch');
  const arch = qualifiers.get('arch') ?? undefined;
  const label = qualifiers.get('rpmmod');
  const evr = version === undefined ? undefined : decoded(version);
  return {
    name: nameOf(decoded(name)),
    version: evr === undefined ? undefined : versionOf(epoch === null || epoch === '0' ? evr : `${epoch}:${evr}`),
    arch,
    module: label === null ? undefined : label.split(':').slice(0, 2).join(':'),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Malformed('a purl is malformed');
  }
}

/** A product id such as `AppStream-8.9.0.Z.MAIN:nodejs:18:8090020240301110609:a75119d5` names the stream. */
function moduleOf(product: string): string | undefined {
  return /(?:^|:)([a-z][\w.+-]*:[\w.+-]+):\d{10,}:[0-9a-f]{8}$/i.exec(product)?.[1];
}

/** A component of a module that nothing mends goes by the stream and its name: `nodejs:18/nodejs`. */
function streamOf(component: string): string | undefined {
  return /^([a-z][\w.+-]*:[\w.+-]+)\/[^/]+$/i.exec(component)?.[1];
}

/** What the status of each product comes to, products of one name and version for several architectures together. */
function affectedIn(vulnerability: JsonObject, products: ReadonlyMap<string, Product>): Affected[] {
  const status = objectIn(vulnerability, 'product_status');
  const unmended = new Map<string, 'will-not-fix' | 'end-of-life'>();
  for (const one of objectsIn(vulnerability, 'remediations')) {
    if (textIn(one, 'category') !== 'no_fix_planned') continue;
    const status = /\bout of support\b/i.test(textIn(one, 'details') ?? '') ? 'end-of-life' : 'will-not-fix';
    for (const id of textsIn(one, 'product_ids')) unmended.set(id, status);
  }
  const found = new Map<string, { affected: Affected; arches: Set<string> }>();
  const add = (
    ids: readonly string[],
    judge: (product: Product, id: string) => Pick<Affected, 'ranges' | 'status'> | undefined,
  ) => {
    for (const id of ids) {
      const product = products.get(id);
      if (product === undefined || product.arch === 'src') continue;
      const judged = judge(product, id);
      if (judged === undefined) continue;
      const severity = impactOf(vulnerability, id);
      const affected: Affected = {
        ecosystem: product.ecosystem,
        name: product.name,
        ...judged,
        ...(severity !== undefined && { severity }),
        ...(product.module !== undefined && { module: product.module }),
      };
      const key = JSON.stringify(affected);
      const one = found.get(key) ?? { affected, arches: new Set() };
      one.arches.add(product.arch ?? 'noarch');
      found.set(key, one);
    }
  };
  add(textsIn(status, 'fixed'), ({ version }) =>
    version === undefined ? undefined : { ranges: [{ fixed: version }] },
  );
  add(textsIn(status, 'known_affected'), (_, id) => ({
    ranges: [],
    ...present<Pick<Affected, 'status'>>({ status: unmended.get(id) }),
  }));
  add(textsIn(status, 'known_not_affected'), () => ({ ranges: [], status: 'not-affected' }));
  add(textsIn(status, 'under_investigation'), () => ({ ranges: [], status: 'under-investigation' }));
  return [...found.values()].map(({ affected, arches }) =>
    arches.has('noarch') ? affected : { ...affected, arches: [...arches] },
  );
}

function impactOf(vulnerability: JsonObject, product: string): Severity | undefined {
  const impacts = objectsIn(vulnerability, 'threats').filter((one) => textIn(one, 'category') === 'impact');
  const own =
    impacts.find((one) => textsIn(one, 'product_ids').includes(product)) ??
    impacts.find((one) => textsIn(one, 'product_ids').length === 0);
  return severityNamed(own === undefined ? undefined : textIn(own, 'details'));
}
