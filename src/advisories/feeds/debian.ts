import { type Advisory, type Affected, isObject, type JsonObject } from '../../model/index.ts';
import { debianRelease } from '../ecosystems.ts';
import type { FeedFile } from '../read/files.ts';
import { jsonMembers } from '../read/json-members.ts';
import { linesOf } from '../read/text.ts';
import { severityNamed } from '../severity.ts';
import { made } from './documents.ts';
import type { Feed, FeedInput } from './types.ts';
import {
  descriptionOf,
  idOf,
  idsIn,
  isCve,
  Malformed,
  nameOf,
  objectIn,
  textIn,
  timeOf,
  titleOf,
  versionOf,
} from './values.ts';

/** The Debian security tracker: its export by source package, and the lists of DSAs and DLAs. */
export const debian: Feed = {
  id: 'debian',
  title: 'Debian security tracker',
  licence: 'none stated; public lists of the Debian project',
  ecosystems: ['debian:*'],
  published: { 'tracker.json': 'https://security-tracker.debian.org/tracker/data/json' },
  takes: (path) => /(^|\/)(D[SL]A\/?[^/]*list|[^/]+\.json)$/i.test(path),
  async *read(input) {
    for await (const file of input.files) {
      if (/list$/i.test(file.path)) yield* bulletins(file, input);
      else yield* tracked(file, input);
    }
  },
};

/** The export: source package → vulnerability → releases. */
async function* tracked(file: FeedFile, input: FeedInput): AsyncGenerator<Advisory> {
  for await (const { key, text } of jsonMembers(file)) {
    const where = `${file.path}:${key ?? ''}`;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      input.reject(where, (error as Error).message);
      continue;
    }
    if (!isObject(value) || key === undefined) {
      input.reject(where, 'it is no package');
      continue;
    }
    for (const [id, about] of Object.entries(value)) {
      if (isObject(about)) yield* made(() => trackedOne(key, id, about, input), `${where}/${id}`, input);
      else input.reject(`${where}/${id}`, 'it is no vulnerability');
    }
  }
}

function trackedOne(name: string, id: string, about: JsonObject, input: FeedInput): Advisory[] {
  const affected = Object.entries(objectIn(about, 'releases')).flatMap(([codename, release]) => {
    const ecosystem = debianRelease(codename);
    return ecosystem === undefined || !isObject(release)
      ? []
      : [{ ecosystem, name: nameOf(name), ...standingOf(release) }];
  });
  if (affected.length === 0) {
    input.leaveOut('not-covered');
    return [];
  }
  const description = descriptionOf(textIn(about, 'description'));
  return [{ id: idOf(id), source: 'debian', aliases: [], ...(description !== undefined && { description }), affected }];
}

/** What a release's entry says: https://security-team.debian.org/security_tracker.html. */
function standingOf(release: JsonObject): Pick<Affected, 'ranges' | 'status' | 'severity'> {
  const urgency = textIn(release, 'urgency');
  const severity = severityNamed(urgency);
  const rated = severity === undefined ? {} : { severity };
  const fixed = textIn(release, 'fixed_version');
  switch (textIn(release, 'status')) {
    case 'resolved':
      if (fixed === undefined) throw new Malformed('it is resolved without a version');
      return fixed === '0'
        ? { ranges: [], status: 'not-affected', ...rated }
        : { ranges: [{ fixed: versionOf(fixed) }], ...rated };
    case 'open':
      if (urgency === 'end-of-life') return { ranges: [], status: 'end-of-life' };
      return {
        ranges: [],
        ...(textIn(release, 'nodsa_reason') === 'ignored' && { status: 'will-not-fix' as const }),
        ...rated,
      };
    case 'undetermined':
      return { ranges: [], status: 'under-investigation', ...rated };
    default:
      throw new Malformed('its status is unknown');
  }
}

const entryLine = /^\[(\d{1,2}) (\w{3}) (\d{4})\] (D[SL]A-\d+(?:-\d+)?) (.+?)\s*$/;

/** An entry of a list while its lines come. */
interface Entry {
  where: string;
  id: string;
  published: string | undefined;
  title: string;
  cves: string[];
  lines: string[];
}

/** The list of DSAs or DLAs: an entry begins in the first column, what belongs to it is indented. */
async function* bulletins(file: FeedFile, input: FeedInput): AsyncGenerator<Advisory> {
  let entry: Entry | undefined;
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    const where = `${file.path}:${number}`;
    if (line.trim() === '') continue;
    if (!/^\s/.test(line)) {
      if (entry !== undefined) yield* finished(entry, input);
      entry = entryIn(line, where);
      if (entry === undefined) input.reject(where, 'it is no entry');
      continue;
    }
    const inner = line.trim();
    if (entry === undefined || /^(NOTE|TODO|RESERVED|REJECTED)\b/.test(inner)) continue;
    if (inner.startsWith('{')) entry.cves.push(...idsIn([inner.replace(/[{}]/g, ' ')]));
    else entry.lines.push(inner);
  }
  if (entry !== undefined) yield* finished(entry, input);
}

function entryIn(line: string, where: string): Entry | undefined {
  const [, day, month, year, id, title] = entryLine.exec(line) ?? [];
  if (id === undefined || title === undefined) return undefined;
  return { where, id, title, published: timeOf(`${day} ${month} ${year} UTC`), cves: [], lines: [] };
}

function finished(entry: Entry, input: FeedInput): Advisory[] {
  return made(() => bulletinOf(entry, input), entry.where, input);
}

function bulletinOf({ id, published, title, cves, lines }: Entry, input: FeedInput): Advisory[] {
  // A regression update mends what an update broke; the vulnerabilities that it names were mended by the one before.
  if (/\bregression\b/i.test(title)) {
    input.leaveOut('informational');
    return [];
  }
  const affected = lines.flatMap(affectedIn);
  if (affected.length === 0) {
    input.leaveOut('not-covered');
    return [];
  }
  const upstream = cves.filter(isCve);
  const named = titleOf(title);
  return [
    {
      id,
      source: 'debian',
      aliases: [],
      ...(upstream.length > 0 && { upstream }),
      ...(named !== undefined && { title: named }),
      ...(published !== undefined && { published }),
      affected,
    },
  ];
}

/** `[bullseye] - xorg-server 2:1.20.11-1+deb11u6`; in place of the version may stand what else there is to say. */
function affectedIn(line: string): Affected[] {
  const [, codename = '', name, said] = /^\[([\w-]+)\]\s+-\s+(\S+)\s+(\S+)/.exec(line) ?? [];
  const ecosystem = debianRelease(codename);
  if (ecosystem === undefined || name === undefined || said === undefined) return [];
  const about = { ecosystem, name: nameOf(name) };
  switch (said) {
    case '<not-affected>':
      return [{ ...about, ranges: [], status: 'not-affected' }];
    case '<end-of-life>':
      return [{ ...about, ranges: [], status: 'end-of-life' }];
    case '<unfixed>':
    case '<no-dsa>':
    case '<postponed>':
      return [{ ...about, ranges: [] }];
    case '<ignored>':
      return [{ ...about, ranges: [], status: 'will-not-fix' }];
    case '<undetermined>':
      return [{ ...about, ranges: [], status: 'under-investigation' }];
    default:
      if (said.startsWith('<')) throw new Malformed(`it says ${said.slice(0, 40)}`);
      return [{ ...about, ranges: [{ fixed: versionOf(said) }] }];
  }
}
