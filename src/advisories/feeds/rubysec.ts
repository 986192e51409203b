import type { Advisory, Affected, JsonObject } from '../../model/index.ts';
import { bestVector, severityOfScore } from '../severity.ts';
import { documentsIn, made } from './documents.ts';
import type { Feed } from './types.ts';
import {
  descriptionOf,
  idOf,
  lowestOf,
  nameOf,
  objectIn,
  present,
  referencesIn,
  textIn,
  textsIn,
  timeOf,
  titleOf,
  versionOf,
} from './values.ts';

/** Advisories of gems and of Ruby's interpreters (https://github.com/rubysec/ruby-advisory-db). */
export const rubysec: Feed = {
  id: 'rubysec',
  title: 'Ruby Advisory Database',
  licence: 'public domain; records of OSVDB: its own terms',
  ecosystems: ['gem', 'ruby'],
  published: { 'rubysec.tar.gz': 'https://github.com/rubysec/ruby-advisory-db/archive/refs/heads/master.tar.gz' },
  takes: (path) => /(^|\/)(gems|rubies)\/[^/]+\/[^/]+\.ya?ml$/.test(path),
  async *read(input) {
    for await (const { where, value } of documentsIn(input))
      yield* made(() => [advisoryIn(value, where)], where, input);
  },
};

function advisoryIn(record: JsonObject, path: string): Advisory {
  const ids = [
    prefixed('CVE-', textIn(record, 'cve')),
    prefixed('GHSA-', textIn(record, 'ghsa')),
    prefixed('OSVDB-', textIn(record, 'osvdb')),
  ].filter((one) => one !== undefined);
  // A few have no number anywhere: they are called like their file, below the folder of their gem.
  const [id = idOf(/([^/]+\/[^/]+)\.ya?ml$/.exec(path)?.[1]), ...aliases] = ids;
  const related = objectIn(record, 'related');
  const score = scoreIn(record);
  const vectors = ['cvss_v4', 'cvss_v3', 'cvss_v2']
    .flatMap((key) => textIn(record, key) ?? [])
    .filter((text) => text.includes('/'));
  const best = bestVector(vectors);
  return present<Advisory>({
    id: idOf(id),
    source: 'rubysec',
    aliases,
    upstream: undefined,
    title: titleOf(textIn(record, 'title')),
    description: descriptionOf(textIn(record, 'description')),
    severity:
      best !== undefined ? severityOfScore(best.score) : score === undefined ? undefined : severityOfScore(score),
    cvss: best === undefined ? undefined : [best.vector],
    cwes: undefined,
    references: referencesIn([textIn(record, 'url'), ...textsIn(related, 'url')]),
    published: timeOf(textIn(record, 'date')),
    modified: undefined,
    withdrawn: undefined,
    affected: [affectedIn(record)],
  });
}

/** Ids stand without their prefix, mostly. */
function prefixed(prefix: string, id: string | undefined): string | undefined {
  if (id === undefined || !/^[\w-]+$/.test(id)) return undefined;
  return id.toUpperCase().startsWith(prefix) ? id : `${prefix}${id}`;
}

/** A score without its vector, newest scale first. */
function scoreIn(record: JsonObject): number | undefined {
  return ['cvss_v4', 'cvss_v3', 'cvss_v2']
    .map((key) => Number(textIn(record, key) ?? Number.NaN))
    .find((score) => score >= 0 && score <= 10);
}

/** What is patched and what never was affected is told; all other versions are affected. */
function affectedIn(record: JsonObject): Affected {
  const engine = textIn(record, 'engine');
  const patched = textsIn(record, 'patched_versions').map(versionOf);
  const unaffected = [...patched, ...textsIn(record, 'unaffected_versions').map(versionOf)];
  return {
    ecosystem: engine === undefined ? 'gem' : 'ruby',
    name: nameOf(engine ?? textIn(record, 'gem')),
    ranges: [],
    ...(unaffected.length > 0 && { unaffected }),
    ...(patched.length > 0 && { fixedVersions: patched.flatMap((one) => lowestOf(one) ?? []) }),
  };
}
