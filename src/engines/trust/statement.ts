import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import type { Condition } from './policy.ts';
import { TrustError } from './reasons.ts';
import type { Provenance } from './types.ts';

/** What somebody says of artifacts (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md; v0.1 too). */
export interface Statement {
  predicateType: string;
  /** `sha256:…` of everything that it is about. */
  subjects: readonly string[];
  predicate: Json;
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** By this predicate cosign signs an image rather than says something of it. */
const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';
const MAX_SUBJECTS = 10_000;

/** @throws TrustError `MALFORMED` */
export function statementIn({ payloadType, payload }: { payloadType: string; payload: Buffer }): Statement {
  if (payloadType !== PAYLOAD_TYPE) throw new TrustError('UNKNOWN_FORMAT', payloadType);
  const json = jsonIn(payload);
  if (!isObject(json) || !String(json._type).startsWith('https://in-toto.io/Statement/')) {
    throw new TrustError('MALFORMED', 'no in-toto statement');
  }
  const { predicateType, predicate } = json;
  const subject = Array.isArray(json.subject) ? json.subject : [];
  if (typeof predicateType !== 'string') throw new TrustError('MALFORMED', 'no type of predicate');
  if (subject.length > MAX_SUBJECTS) throw new TrustError('TOO_LARGE', `${subject.length} subjects`);
  const subjects = subject.flatMap((one) => {
    const digests = isObject(one) && isObject(one.digest) ? one.digest : {};
    return Object.entries(digests).map(([algorithm, value]) => `${algorithm}:${String(value)}`);
  });
  return { predicateType, subjects, predicate: predicate ?? null };
}

/** @throws TrustError `MALFORMED` */
export function jsonIn(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString('utf8')) as Json;
  } catch {
    throw new TrustError('MALFORMED', 'no JSON');
  }
}

export function isImageSignature({ predicateType }: Statement): boolean {
  return predicateType === COSIGN_SIGN;
}

const types: Readonly<Record<string, readonly string[]>> = {
  'slsa-provenance': ['https://slsa.dev/provenance/'],
  sbom: ['https://spdx.dev/Document', 'https://cyclonedx.org/bom'],
  vuln: ['https://cosign.sigstore.dev/attestation/vuln/', 'https://in-toto.io/attestation/vulns'],
};

/** Whether a predicate is of the type that a policy asks for, by its short name or its URI. */
export function isOfType(predicateType: string, asked: string): boolean {
  const prefixes = types[asked];
  return prefixes === undefined ? predicateType === asked : prefixes.some((prefix) => predicateType.startsWith(prefix));
}

/** The build that SLSA provenance tells of (https://slsa.dev/spec/v1.0/provenance; v0.2 too); undefined where it is of another type. */
export function provenanceOf({ predicateType, predicate }: Statement): Provenance | undefined {
  if (!predicateType.startsWith('https://slsa.dev/provenance/') || !isObject(predicate)) return undefined;
  const at = (path: string) => textsAt(predicate, path)[0];
  const isFirst = predicateType.startsWith('https://slsa.dev/provenance/v1');
  const dependency = isFirst ? sourceAmong(predicate, 'buildDefinition.resolvedDependencies[]') : undefined;
  const material = isFirst ? undefined : sourceAmong(predicate, 'materials[]');
  const told = isFirst
    ? {
        builder: at('runDetails.builder.id'),
        buildType: at('buildDefinition.buildType'),
        source: at('buildDefinition.externalParameters.workflow.repository') ?? dependency?.uri,
        commit: dependency?.commit,
        builtAt: at('runDetails.metadata.finishedOn') ?? at('runDetails.metadata.startedOn'),
      }
    : {
        builder: at('builder.id'),
        buildType: at('buildType'),
        source: at('invocation.configSource.uri') ?? material?.uri,
        commit: at('invocation.configSource.digest.sha1') ?? material?.commit,
        builtAt: at('metadata.buildFinishedOn') ?? at('metadata.buildStartedOn'),
      };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined && value !== ''));
}

/** The first thing that a build took in and that says its commit. */
function sourceAmong(predicate: JsonObject, path: string): { uri: string; commit: string } | undefined {
  for (const one of valuesAt(predicate, path)) {
    if (!isObject(one) || typeof one.uri !== 'string' || !isObject(one.digest)) continue;
    const commit = one.digest.gitCommit ?? one.digest.sha1;
    if (typeof commit === 'string') return { uri: one.uri, commit };
  }
  return undefined;
}

/** Whether a predicate fulfils a condition: every value that lies at its path has to, and there has to be one. */
export function fulfils(
  predicate: Json,
  condition: Condition,
  fits: (text: string, pattern: string) => boolean,
): boolean {
  const values = valuesAt(predicate, condition.path);
  return (
    values.length > 0 &&
    values.every((value) => {
      if (condition.equals !== undefined) return value === condition.equals;
      if (condition.matches !== undefined) return typeof value === 'string' && fits(value, condition.matches);
      return typeof value === 'number' && condition.atMost !== undefined && value <= condition.atMost;
    })
  );
}

function textsAt(from: Json, path: string): string[] {
  return valuesAt(from, path).filter((one) => typeof one === 'string');
}

const MAX_VALUES = 100_000;

/** The values at a path: `a.b[].c`. */
function valuesAt(from: Json, path: string): Json[] {
  let values: Json[] = [from];
  for (const step of path.split('.')) {
    const name = step.replace(/\[\]$/, '');
    values = values.flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name] as Json] : []));
    if (step.endsWith('[]'))
      values = values.flatMap((value) => (Array.isArray(value) ? value : [])).slice(0, MAX_VALUES);
  }
  return values;
}
