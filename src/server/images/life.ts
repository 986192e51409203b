import { isObject, type Json, type JsonObject, type Text } from '../../model/index.ts';
import type { Routes } from '../api/index.ts';
import type { Output } from '../context.ts';
import { text } from './views.ts';

export type LifeStage = Output<Routes['getImage']>['life'][number];

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
  signature: said('A signature beside the image', '이미지 서명'),
  registry: said('The registry that it was read from', '이미지를 읽은 레지스트리'),
  inventory: said('Scans of clouds', '클라우드 스캔'),
  nobody: said('No source of ours tells', '확인할 수 있는 출처가 없습니다'),
};

function said(en: string, ko: string): Text {
  return { en, ko };
}

/** What is known of an image from its building to where it runs; each stage with who says so. A stage that nobody tells of is not known, which is not the same as not done. */
export function lifeOf(data: JsonObject, registry: string, deployed: readonly Deployed[]): LifeStage[] {
  const signatures = (Array.isArray(data.signatures) ? data.signatures : []).filter(isObject);
  return [
    builtStage(data, signatures),
    attested('tested', signatures, /test-result|\/vsa\/|test/i, sources.test),
    signedStage(signatures),
    registry === 'local' || registry === ''
      ? unknownStage('pushed')
      : { ...unknownStage('pushed'), known: true, where: registry, source: sources.registry },
    deployedStage(deployed),
  ];
}

function unknownStage(stage: LifeStage['stage']): LifeStage {
  return { stage, known: false, at: null, by: null, where: null, source: sources.nobody, proven: false };
}

function builtStage(data: JsonObject, signatures: readonly JsonObject[]): LifeStage {
  const provenance = attested('built', signatures, /provenance/i, sources.provenance);
  if (provenance.known) return provenance;
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

/** A stage that an attestation speaks of. */
function attested(
  stage: LifeStage['stage'],
  signatures: readonly JsonObject[],
  predicate: RegExp,
  source: Text,
): LifeStage {
  const one = signatures.find(
    ({ predicateType }) => typeof predicateType === 'string' && predicate.test(predicateType),
  );
  if (one === undefined) return unknownStage(stage);
  return {
    ...unknownStage(stage),
    ...{ known: true, at: timeOf(one.signedAt ?? one.created), by: text(one.builder) ?? text(one.identity), source },
    where: text(one.source),
  };
}

function signedStage(signatures: readonly JsonObject[]): LifeStage {
  const [one] = signatures;
  if (one === undefined) return unknownStage('signed');
  const by = text(one.identity) ?? text(one.keyId);
  return { ...unknownStage('signed'), known: true, at: timeOf(one.signedAt), by, source: sources.signature };
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
