import type { Advisory, Affected, JsonObject } from '../../model/index.ts';
import { secdbAdvisories } from './alpine-secdb.ts';
import { documentsIn, made } from './documents.ts';
import type { Feed, FeedInput } from './types.ts';
import { idOf, idsIn, Malformed, nameOf, objectIn, objectsIn, textIn, textsIn, timeOf, versionOf } from './values.ts';

/**
 * Wolfi's advisories, a file a package with the events of each (https://github.com/wolfi-dev/advisories), or its security database in Alpine's format.
 * Later states of the repository carry a licence that forbids this use: there is no address to fetch it from by default.
 */
export const wolfi: Feed = {
  id: 'wolfi',
  title: 'Wolfi advisories',
  licence: 'Apache-2.0 up to May 2025; see the terms of later states',
  ecosystems: ['wolfi'],
  published: {},
  takes: (path) => /\.advisories\.ya?ml$/.test(path) || /(^|\/)security\.json$/.test(path),
  async *read(input) {
    for await (const { where, value } of documentsIn(input)) {
      yield* made(
        () => ('packages' in value ? secdbAdvisories(value, 'wolfi', 'wolfi') : advisoriesIn(value, where, input)),
        where,
        input,
      );
    }
  },
};

function advisoriesIn(document: JsonObject, where: string, input: FeedInput): Advisory[] {
  const name = nameOf(textIn(objectIn(document, 'package'), 'name'));
  if (!Array.isArray(document['advisories'])) throw new Malformed('it has no advisories');
  return objectsIn(document, 'advisories').flatMap((one) => made(() => [advisoryIn(one, name)], where, input));
}

function advisoryIn(record: JsonObject, name: string): Advisory {
  const id = idOf(textIn(record, 'id'));
  const events = objectsIn(record, 'events').map((event) => ({
    event,
    time: timeOf(textIn(event, 'timestamp')) ?? '',
  }));
  // The newest decides; of two at once the one that was written last.
  const last = events.reduce<(typeof events)[number] | undefined>(
    (newest, one) => (newest === undefined || one.time >= newest.time ? one : newest),
    undefined,
  );
  if (last === undefined) throw new Malformed('it has no events');
  const { event } = last;
  return {
    id,
    source: 'wolfi',
    aliases: idsIn([...textsIn(record, 'aliases')], id),
    ...(events[0] !== undefined && events[0].time !== '' && { published: events[0].time }),
    ...(last.time !== '' && { modified: last.time }),
    affected: [{ ecosystem: 'wolfi', name, ...judgementOf(textIn(event, 'type') ?? '', objectIn(event, 'data')) }],
  };
}

/** What an event comes to (https://github.com/chainguard-dev/advisory-schema). */
function judgementOf(type: string, data: JsonObject): Pick<Affected, 'ranges' | 'status'> {
  switch (type) {
    case 'fixed': {
      const fixed = versionOf(textIn(data, 'fixed-version'));
      return fixed === '0' ? { ranges: [], status: 'not-affected' } : { ranges: [{ fixed }] };
    }
    case 'false-positive-determination':
      return { ranges: [], status: 'not-affected' };
    case 'fix-not-planned':
    case 'analysis-not-planned':
      return { ranges: [], status: 'will-not-fix' };
    case 'true-positive-determination':
    case 'pending-upstream-fix':
      return { ranges: [] };
    case 'detection':
      return { ranges: [], status: 'under-investigation' };
    default:
      throw new Malformed(`the event "${type.slice(0, 40)}" is of no kind that is known`);
  }
}
