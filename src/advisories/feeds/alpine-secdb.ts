import type { Advisory, AffectedRange, Ecosystem, JsonObject } from '../../model/index.ts';
import { ecosystemNamed } from '../ecosystems.ts';
import { documentsIn, made } from './documents.ts';
import type { Feed } from './types.ts';
import { idOf, idsIn, isCve, Malformed, nameOf, objectIn, objectsIn, textIn, textsIn, versionOf } from './values.ts';

/** Releases whose security database is published, the newest that are looked after. */
const releases = [
  'edge',
  'v3.23',
  'v3.22',
  'v3.21',
  'v3.20',
  'v3.19',
  'v3.18',
  'v3.17',
  'v3.16',
  'v3.15',
  'v3.14',
  'v3.13',
  'v3.12',
  'v3.11',
  'v3.10',
];

/** Which version of each package mends what, a file for each repository of a release (https://secdb.alpinelinux.org). */
export const alpineSecdb: Feed = {
  id: 'alpine-secdb',
  title: 'Alpine security database',
  licence: 'none stated; facts published by Alpine Linux',
  ecosystems: ['alpine:*'],
  published: Object.fromEntries(
    releases.flatMap((release) =>
      ['main', 'community'].map((repository) => [
        `${release}/${repository}.json`,
        `https://secdb.alpinelinux.org/${release}/${repository}.json`,
      ]),
    ),
  ),
  takes: (path) => /(^|\/)(v?\d+\.\d+|edge)[/-][^/]+\.(ya?ml|json)$/.test(path),
  async *read(input) {
    for await (const { where, value } of documentsIn(input)) {
      yield* made(() => secdbAdvisories(value, releaseOf(value, where), 'alpine-secdb'), where, input);
    }
  },
};

function releaseOf(document: JsonObject, where: string): Ecosystem {
  const named = textIn(document, 'distroversion') ?? /(v?\d+\.\d+|edge)[/-][^/]+$/.exec(where)?.[1];
  const ecosystem = named === undefined ? undefined : ecosystemNamed(`Alpine:${named}`);
  if (ecosystem === undefined) throw new Malformed('it names no release of Alpine');
  return ecosystem;
}

/**
 * The advisories of a file in the format of Alpine's security database: `secfixes` are versions with the ids that each mends; the version `0` mends what
 * never was there.
 *
 * @throws Malformed
 */
export function secdbAdvisories(document: JsonObject, ecosystem: Ecosystem, source: string): Advisory[] {
  const { packages } = document;
  // A repository in which nothing was ever mended has the key and nothing behind it.
  if (packages === '' || packages === null) return [];
  if (!Array.isArray(packages)) throw new Malformed('it has no packages');
  return objectsIn(document, 'packages').flatMap((entry) => {
    const about = objectIn(entry, 'pkg');
    const name = nameOf(textIn(about, 'name'));
    const fixes = objectIn(about, 'secfixes');
    return Object.keys(fixes).flatMap((version) =>
      textsIn(fixes, version).flatMap((line) => {
        // One vulnerability under several numbers may stand in one line.
        const ids = idsIn([line]);
        const id = ids.find(isCve) ?? ids[0];
        return id === undefined ? [] : [mended(idOf(id), ids, { ecosystem, name }, version, source)];
      }),
    );
  });
}

function mended(
  id: string,
  ids: readonly string[],
  about: { ecosystem: Ecosystem; name: string },
  version: string,
  source: string,
): Advisory {
  const never = version === '0';
  const ranges: AffectedRange[] = never ? [] : [{ fixed: versionOf(version) }];
  return {
    id,
    source,
    aliases: ids.filter((one) => one !== id && !isCve(one)),
    ...(ids.filter(isCve).length > 1 && { upstream: ids.filter(isCve) }),
    affected: [{ ...about, ranges, ...(never && { status: 'not-affected' as const }) }],
  };
}
