import { type Advisory, isObject, type JsonObject } from '../../model/index.ts';
import type { FeedFile } from '../read/files.ts';
import { jsonMembers } from '../read/json-members.ts';
import { bestVector, severityNamed, severityOfScore } from '../severity.ts';
import { made } from './documents.ts';
import type { Enrichment, Feed, FeedInput } from './types.ts';
import { descriptionOf, idOf, objectIn, objectsIn, present, referencesIn, textIn, timeOf } from './values.ts';

/** Bytes of a year's vulnerabilities: less than the longest text there can be. */
const MOST_YEAR = 400 * 1024 ** 2;

const FIRST_YEAR = 2002;
const years = Array.from({ length: 25 }, (_, index) => String(FIRST_YEAR + index));

/** NIST's National Vulnerability Database, JSON 2.0: what each CVE is and how bad. What it says of products is too coarse to match packages by. */
export const nvd: Feed = {
  id: 'nvd',
  title: 'National Vulnerability Database',
  licence: 'public domain',
  attribution: 'This product uses data from the NVD but is not endorsed or certified by the NVD.',
  ecosystems: [],
  published: Object.fromEntries(
    years.map((year) => [
      `nvdcve-2.0-${year}.json.gz`,
      `https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-${year}.json.gz`,
    ]),
  ),
  takes: (path) => /(^|\/)nvdcve-[^/]*\.json$/.test(path),
  async *read(input) {
    for await (const file of input.files) yield* cvesIn(file, input);
  },
};

/** The document is one object whose member `vulnerabilities` is nearly all of it: it is taken apart as a list of its own. */
async function* cvesIn(file: FeedFile, input: FeedInput): AsyncGenerator<Advisory | Enrichment> {
  for await (const { key, text } of jsonMembers(file, MOST_YEAR)) {
    if (key !== 'vulnerabilities') continue;
    const list: FeedFile = { path: file.path, chunks: inChunks(text) };
    let number = 0;
    for await (const member of jsonMembers(list)) {
      const where = `${file.path}:[${number++}]`;
      let value: unknown;
      try {
        value = JSON.parse(member.text);
      } catch (error) {
        input.reject(where, (error as Error).message);
        continue;
      }
      if (isObject(value)) yield* made(() => cveIn(objectIn(value as JsonObject, 'cve'), input), where, input);
      else input.reject(where, 'it is no vulnerability');
    }
  }
}

async function* inChunks(text: string): AsyncGenerator<Buffer> {
  const SIZE = 4 * 1024 ** 2;
  for (let at = 0; at < text.length; at += SIZE) yield Buffer.from(text.slice(at, at + SIZE));
}

function cveIn(cve: JsonObject, input: FeedInput): (Advisory | Enrichment)[] {
  const id = idOf(textIn(cve, 'id'));
  if (/^rejected$/i.test(textIn(cve, 'vulnStatus') ?? '')) {
    input.leaveOut('withdrawn');
    return [{ enriches: 'withdrawn', id, source: 'nvd' }];
  }
  const metrics = objectIn(cve, 'metrics');
  const rated = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'].flatMap((key) =>
    objectsIn(metrics, key).toSorted(
      (one, other) => Number(textIn(other, 'type') === 'Primary') - Number(textIn(one, 'type') === 'Primary'),
    ),
  );
  const vectors = rated.flatMap((one) => textIn(objectIn(one, 'cvssData'), 'vectorString') ?? []);
  const word = rated
    .map((one) => severityNamed(textIn(objectIn(one, 'cvssData'), 'baseSeverity') ?? textIn(one, 'baseSeverity')))
    .find((one) => one !== undefined);
  const best = bestVector(vectors);
  const cwes = objectsIn(cve, 'weaknesses')
    .flatMap((one) => objectsIn(one, 'description').flatMap((text) => textIn(text, 'value') ?? []))
    .filter((one) => /^CWE-\d+$/.test(one));
  return [
    present<Advisory>({
      id,
      source: 'nvd',
      aliases: [],
      upstream: undefined,
      title: undefined,
      description: descriptionOf(
        objectsIn(cve, 'descriptions').find((one) => textIn(one, 'lang') === 'en')?.['value'] as string | undefined,
      ),
      severity: word ?? (best === undefined ? undefined : severityOfScore(best.score)),
      cvss: best === undefined ? undefined : [best.vector],
      cwes: cwes.length === 0 ? undefined : [...new Set(cwes)],
      references: referencesIn(objectsIn(cve, 'references').map((one) => textIn(one, 'url'))),
      published: timeOf(withZone(textIn(cve, 'published'))),
      modified: timeOf(withZone(textIn(cve, 'lastModified'))),
      withdrawn: undefined,
      affected: [],
    }),
  ];
}

/** NVD's times are in UTC and do not say so. */
function withZone(time: string | undefined): string | undefined {
  return time === undefined || /(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`;
}
