import { fitsWildcard, type Material } from '../../model/index.ts';
import type { Anchors } from './anchors.ts';
import { type Accepted, verifyMaterial } from './material.ts';
import {
  type AskedAttestation,
  type Authority,
  repositoryName,
  ruleFor,
  type TrustPolicy,
  type TrustRule,
} from './policy.ts';
import { judged, type TrustCode, TrustError } from './reasons.ts';
import { fulfils, isOfType, provenanceOf } from './statement.ts';
import type { Attestation, Judged, JudgedMaterial, Materials, TrustSubject, TrustVerdict } from './types.ts';

/** A material with what every authority of the rule that stands for it found in it. */
interface Evaluated {
  material: Material;
  accepted: Map<Authority, Accepted>;
  /** Why nobody stands for it. */
  error?: TrustError;
}

type Part = TrustVerdict['signatures'];

/**
 * Judges whether an image is trusted: by the rule of the policy that is the most specific for its repository, from what lies beside it and nothing else.
 * Whatever does not verify is shown with its reason and counts for nothing. Where something is missing and more could not be read, nobody can decide.
 */
export function judgeTrust(
  subject: TrustSubject,
  materials: Materials,
  policy: TrustPolicy,
  anchors: Anchors,
  now: Date,
): TrustVerdict {
  const repository = repositoryName(subject.registry, subject.repository);
  const applied = ruleFor(policy, repository);
  if (applied === undefined) return without(null, 'unknown', judged('NO_RULE', repository));
  const { rule, pattern } = applied;
  if (rule.accept === 'anything') return without(pattern, 'pass', judged('ACCEPTED_UNSIGNED', pattern));
  if (rule.accept === 'nothing') return without(pattern, 'fail', judged('REFUSED', pattern));

  const authorities = new Set([...rule.signatures, ...rule.attestations].flatMap(({ by }) => by ?? []));
  const evaluated = materials.found.map((material) => evaluate(subject, material, authorities, anchors, now));
  const parts = [askSignatures(rule, evaluated), askAttestations(rule, evaluated)].map((part) =>
    softened(part, rule, materials, evaluated),
  ) as [Part, Part];
  return {
    verdict: verdictOf(parts),
    rule: pattern,
    signatures: parts[0],
    attestation: parts[1],
    reasons: evaluated.map(toldOf),
    attestations: evaluated.flatMap(attestationOf),
  };
}

function without(rule: string | null, status: Part['status'], reason: Judged): TrustVerdict {
  const part = { ...reason, status };
  const attestation = { ...judged('NOT_ASKED'), status: 'not-applicable' as const };
  return { verdict: verdictOf([part]), rule, signatures: part, attestation, reasons: [], attestations: [] };
}

function verdictOf(parts: readonly Part[]): TrustVerdict['verdict'] {
  if (parts.some(({ status }) => status === 'fail')) return 'untrusted';
  return parts.some(({ status }) => status === 'unknown') ? 'undecided' : 'trusted';
}

function evaluate(
  { digest, index }: TrustSubject,
  material: Material,
  authorities: Iterable<Authority>,
  anchors: Anchors,
  now: Date,
): Evaluated {
  const accepted = new Map<Authority, Accepted>();
  let error: TrustError | undefined;
  for (const authority of authorities) {
    try {
      const one = verifyMaterial(material, authority, anchors, now);
      // It is about what it was found for; that in turn has to be this image, or the index that it was chosen from.
      if (material.subject !== digest && material.subject !== index) {
        throw new TrustError('OTHER_SUBJECT', material.subject);
      }
      accepted.set(authority, one);
    } catch (thrown) {
      const said = thrown as TrustError;
      if (error === undefined || saysMore(said) > saysMore(error)) error = said;
    }
  }
  return { material, accepted, ...(accepted.size === 0 && error !== undefined && { error }) };
}

/** Of what several authorities say against a material, the one is shown that came the furthest. */
function saysMore({ code, undecided }: TrustError): number {
  if (undecided) return 4;
  if (code === 'IDENTITY_OTHER' || code === 'OTHER_SUBJECT') return 3;
  if (code === 'NO_AUTHORITY') return 0;
  return code === 'KEY_UNKNOWN' ? 1 : 2;
}

function askSignatures({ signatures }: TrustRule, evaluated: readonly Evaluated[]): Part {
  if (signatures.length === 0) return { ...judged('NOT_ASKED'), status: 'not-applicable' };
  const all = new Set<string>();
  for (const { by, atLeast } of signatures) {
    const signers = new Set(
      evaluated.flatMap(({ accepted }) =>
        by.flatMap((authority) => {
          const one = accepted.get(authority);
          return one === undefined || one.statement !== undefined ? [] : [one.signer];
        }),
      ),
    );
    if (signers.size < atLeast) {
      return { ...judged('TOO_FEW_SIGNATURES', `${signers.size}/${atLeast}`), status: 'fail' };
    }
    for (const signer of signers) all.add(signer);
  }
  return { ...judged('ENOUGH_SIGNATURES', [...all].join(', ')), status: 'pass' };
}

function askAttestations({ signatures, attestations }: TrustRule, evaluated: readonly Evaluated[]): Part {
  if (attestations.length === 0) return { ...judged('NOT_ASKED'), status: 'not-applicable' };
  for (const asked of attestations) {
    const by = asked.by ?? signatures.flatMap((one) => one.by);
    const fits = evaluated.some(({ accepted }) =>
      by.some((authority) => {
        const one = accepted.get(authority);
        return one !== undefined && isAsked(one, asked);
      }),
    );
    if (!fits) return { ...judged('ATTESTATION_MISSING', asked.type), status: 'fail' };
  }
  return { ...judged('ENOUGH_ATTESTATIONS', attestations.map(({ type }) => type).join(', ')), status: 'pass' };
}

function isAsked({ statement }: Accepted, { type, builders, sources, where }: AskedAttestation): boolean {
  if (statement === undefined || !isOfType(statement.predicateType, type)) return false;
  const { builder = '', source = '' } = provenanceOf(statement) ?? {};
  const among = (value: string, patterns: readonly string[] | undefined) =>
    patterns === undefined || patterns.some((pattern) => fitsWildcard(value, pattern));
  return (
    among(builder, builders) &&
    among(source, sources) &&
    where.every((condition) => fulfils(statement.predicate, condition, fitsWildcard))
  );
}

/**
 * What is missing may lie in what could not be read or verified: then nobody can tell. The policy may let it pass where the registry could not be asked;
 * never for what lies beside an image, which others can put there.
 */
function softened(part: Part, rule: TrustRule, { error }: Materials, evaluated: readonly Evaluated[]): Part {
  if (part.status !== 'fail') return part;
  if (error !== undefined) {
    const detail = `${error.code}: ${error.message}`;
    return rule.unverifiable === 'allow'
      ? { ...judged('UNVERIFIABLE_ALLOWED', detail), status: 'pass' }
      : { ...judged('NOT_COLLECTED', detail), status: 'unknown' };
  }
  const open = evaluated.find((one) => one.error?.undecided === true)?.error;
  if (open === undefined) return part;
  return { ...judged('CANNOT_DECIDE', judged(open.code, open.detail).text), status: 'unknown' };
}

/** Codes of what is no signature that failed, but none that this policy asks about. */
const beside: ReadonlySet<TrustCode> = new Set<TrustCode>(['UNSIGNED', 'NO_AUTHORITY']);

function toldOf({ material: { kind, source }, accepted, error }: Evaluated): JudgedMaterial {
  const [one] = accepted.values();
  if (one !== undefined) {
    const { signer, statement, notes } = one;
    const told = { kind, source, status: 'valid' as const, signer, notes, ...judged('VALID', signer) };
    return statement === undefined ? told : { ...told, predicateType: statement.predicateType };
  }
  const { code, detail, undecided } = error ?? new TrustError('NO_AUTHORITY', kind);
  const status = undecided ? 'undecided' : beside.has(code) ? 'ignored' : 'invalid';
  return { kind, source, status, notes: [], ...judged(code, detail) };
}

function attestationOf({ material: { source }, accepted }: Evaluated): Attestation[] {
  const [one] = accepted.values();
  if (one?.statement === undefined) return [];
  const { signer, statement } = one;
  const provenance = provenanceOf(statement);
  return [{ predicateType: statement.predicateType, signer, source, ...(provenance !== undefined && { provenance }) }];
}
