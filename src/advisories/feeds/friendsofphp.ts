import { type Advisory, isObject, type JsonObject } from '../../model/index.ts';
import { documentsIn, made } from './documents.ts';
import type { Feed, FeedInput } from './types.ts';
import {
  idOf,
  isCve,
  Malformed,
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

/** Advisories of PHP packages, a file each below the folders of vendor and package (https://github.com/FriendsOfPHP/security-advisories). */
export const friendsofphp: Feed = {
  id: 'friendsofphp',
  title: 'PHP Security Advisories Database',
  licence: 'Unlicense',
  ecosystems: ['composer'],
  published: {
    'friendsofphp.tar.gz': 'https://github.com/FriendsOfPHP/security-advisories/archive/refs/heads/master.tar.gz',
  },
  takes: (path) => /(^|\/)[^/.][^/]*\/[^/]+\/[^/]+\.ya?ml$/.test(path),
  async *read(input) {
    for await (const { where, value } of documentsIn(input)) {
      yield* made(() => advisoriesIn(value, where, input), where, input);
    }
  },
};

function advisoriesIn(record: JsonObject, path: string, input: FeedInput): Advisory[] {
  const reference = textIn(record, 'reference');
  const name = /^composer:\/\/([^/\s]+\/[^/\s]+)$/.exec(reference ?? '')?.[1];
  if (name === undefined) {
    // Programs that are no package of Composer have a reference of another kind.
    if (reference === undefined) throw new Malformed('it has no reference');
    input.leaveOut('not-covered');
    return [];
  }
  const cve = textIn(record, 'cve');
  const branches = Object.values(objectIn(record, 'branches')).filter(isObject);
  const vulnerable = branches
    .map((branch) => textsIn(branch, 'versions').map(versionOf))
    .filter((one) => one.length > 0);
  if (vulnerable.length === 0) throw new Malformed('it names no versions');
  const times = branches.flatMap((branch) => timeOf(textIn(branch, 'time')) ?? []).sort();
  return [
    present<Advisory>({
      id: cve !== undefined && isCve(cve) ? cve : idOf(/([^/!]+\/[^/]+\/[^/]+)\.ya?ml$/.exec(path)?.[1]),
      source: 'friendsofphp',
      aliases: [],
      upstream: undefined,
      title: titleOf(textIn(record, 'title')),
      description: undefined,
      severity: undefined,
      cvss: undefined,
      cwes: undefined,
      references: referencesIn([textIn(record, 'link')]),
      published: times[0],
      modified: undefined,
      withdrawn: undefined,
      affected: [
        {
          ecosystem: 'composer',
          name: nameOf(name),
          ranges: [],
          vulnerable: vulnerable.map((all) => all.join(' ')),
          fixedVersions: vulnerable.flatMap((all) => all.flatMap((one) => /^<\s*([^\s=<>,|]+)$/.exec(one)?.[1] ?? [])),
        },
      ],
    }),
  ];
}
