import { isObject, type Json, type JsonObject, type Text } from '../../model/index.ts';
import type { Routes } from '../api/index.ts';
import type { Output } from '../context.ts';
import { text } from './views.ts';

export type LifeStage = Output<Routes['getImage']>['life'][number];

type Verdict = Output<Routes['getImage']>['verdict'];

/** A place in which the image runs. */
export interface Deployed {
  name: string;
  firstSeen: Date;
}

const sources = {
  config: said('The configuration of the image', '이미지 구성'),
  labels: said('Labels of the image', '이미지 레이블'),
  provenance: said('A provenance attestation', '출처 증명(provenance)'),
  test: said('A test attestation', '테스트 증명'),
  signature: said(
    'A signature beside the image, of which nobody knows whether it holds',
    '이미지 서명(유효 여부 확인 안 됨)',
  ),
  verified: said('A signature that holds', '검증된 서명'),
  registry: said('The registry that it was read from', '이미지를 읽은 레지스트리'),
  inventory: said('Scans of clouds', '클라우드 스캔'),
  nobody: said('No source of ours tells', '확인할 수 있는 출처가 없습니다'),
};

function said(en: string, ko: string): Text {
  return { en, ko };
}

/** What is known of an image from its building to where it runs; each stage with who says so. A stage that nobody tells of is not known, which is not the same as not done. */
export function lifeOf(
  data: JsonObject,
  registry: string,
  deployed: readonly Deployed[],
  verdict: Verdict = null,
): LifeStage[] {
  return [
    builtStage(data, verdict),
    testedStage(verdict),
    signedStage(data, verdict),
    registry === 'local' || registry === ''
      ? unknownStage('pushed')
      : { ...unknownStage('pushed'), known: true, where: registry, source: sources.registry },
    deployedStage(deployed),
  ];
}

function unknownStage(stage: LifeStage['stage']): LifeStage {
  return { stage, known: false, at: null, by: null, where: null, source: sources.nobody, proven: false };
}

/** What trusted signers say of the build comes before what the image says itself. */
function builtStage(data: JsonObject, verdict: Verdict): LifeStage {
  for (const { provenance, signer } of verdict?.attestations ?? []) {
    if (provenance === undefined) continue;
    const { builder = signer, source, commit, builtAt } = provenance;
    const where = source === undefined ? null : [source, commit].filter((part) => part !== undefined).join('@');
    return {
      ...unknownStage('built'),
      ...{ known: true, at: timeOf(builtAt), by: builder, where, source: sources.provenance, proven: true },
    };
  }
  const labels = labelsOf(data);
  const source = text(labels['org.opencontainers.image.source']) ?? text(labels['org.label-schema.vcs-url']);
  const revision = text(labels['org.opencontainers.image.revision']) ?? text(labels['org.label-schema.vcs-ref']);
  const at = timeOf(data.created);
  if (at === null && source === null) return unknownStage('built');
  const where = source === null ? null : [source, revision].filter((part) => part !== null).join('@');
  const by = text(labels['org.opencontainers.image.authors']) ?? text(labels['org.opencontainers.image.vendor']);
  return {
    ...unknownStage('built'),
    ...{ known: true, at, where, by },
    source: source === null ? sources.config : sources.labels,
  };
}

function labelsOf({ config }: JsonObject): JsonObject {
  const inner = isObject(config) ? config.config : undefined;
  const labels = isObject(inner) ? inner.Labels : undefined;
  return isObject(labels) ? labels : {};
}

/** Predicates of in-toto that tell of tests, and summaries of such by SLSA. */
const TESTED = /\/(?:test-result|vsa|verification_summary)\b/i;

function testedStage(verdict: Verdict): LifeStage {
  const found = verdict?.attestations.find(({ predicateType }) => TESTED.test(predicateType));
  if (found === undefined) return unknownStage('tested');
  return { ...unknownStage('tested'), known: true, by: found.signer, source: sources.test, proven: true };
}

/** A signature that holds names its signer; of others it is known at most that they are there. */
function signedStage(data: JsonObject, verdict: Verdict): LifeStage {
  const signer = verdict?.reasons.find(({ status, signer: by }) => status === 'valid' && by !== undefined)?.signer;
  const signed = { ...unknownStage('signed'), known: true, source: sources.signature };
  if (signer !== undefined) return { ...signed, by: signer, source: sources.verified, proven: true };
  const found = (Array.isArray(data.signatures) ? data.signatures : []).filter(isObject);
  return found.some(({ kind }) => kind !== 'unsigned' && kind !== 'unread') ? signed : unknownStage('signed');
}

function deployedStage(deployed: readonly Deployed[]): LifeStage {
  const [first] = [...deployed].sort((a, b) => a.firstSeen.getTime() - b.firstSeen.getTime());
  if (first === undefined) return unknownStage('deployed');
  return {
    ...unknownStage('deployed'),
    ...{ known: true, at: first.firstSeen.toISOString(), where: first.name, source: sources.inventory },
  };
}

/** A time as ISO 8601 text; null for none, and for the years beyond it that an image may claim. */
function timeOf(value: Json | undefined): string | null {
  const time = typeof value === 'string' ? new Date(value) : new Date(Number.NaN);
  const sound = !Number.isNaN(time.getTime()) && time.getUTCFullYear() > 1970 && time.getUTCFullYear() < 10_000;
  return sound ? time.toISOString() : null;
}
