import path from 'node:path';
import { loadControls } from '../../../src/content/controls.ts';
import { contentDir } from '../../../src/content/index.ts';
import { productEngine } from '../../../src/findings/engine.ts';
import { judge } from '../../../src/findings/judge.ts';
import { buildInventory, createLookup } from '../../../src/inventory/index.ts';
import type { Collection, FactRecord, Json, Result } from '../../../src/model/index.ts';
import type { Answer } from '../../../src/platform/segments/index.ts';
import type { Readings } from '../../../src/sources/files/index.ts';
import { ociCatalog } from '../../../src/sources/image/catalog.ts';
import { accountsReader, factsOf, notableFilesReader, secretsReader } from '../../../src/sources/image/facts/index.ts';
import { openImage, readImage } from '../../../src/sources/image/index.ts';
import type { ImageConfig, OpenImage } from '../../../src/sources/image/types.ts';
import { readNdjson } from '../ndjson.ts';
import { tally } from '../score.ts';
import type { CaseOutcome } from '../set.ts';
import type { SetResult } from './types.ts';

/** Their codes and our controls. Where several say what one code says, what any of them finds counts. */
const controlsOf: Readonly<Record<string, readonly string[]>> = {
  'CIS-DI-0001': ['oci-image-non-root-user'],
  'CIS-DI-0005': ['oci-image-signed'],
  'CIS-DI-0006': ['oci-image-healthcheck'],
  'CIS-DI-0007': ['oci-image-apt-update-alone'],
  'CIS-DI-0008': ['oci-image-setuid-files'],
  'CIS-DI-0009': ['oci-image-copy-not-add'],
  'CIS-DI-0010': ['oci-image-secrets-in-history', 'oci-image-secrets-in-env', 'oci-image-credential-files'],
  'DKL-DI-0001': ['oci-image-no-sudo'],
  'DKL-DI-0002': ['oci-image-sensitive-volumes'],
  'DKL-DI-0003': ['oci-image-dist-upgrade'],
  'DKL-DI-0004': ['oci-image-apk-no-cache'],
  'DKL-DI-0005': ['oci-image-apt-lists-cleared'],
  'DKL-DI-0006': ['oci-image-latest-tag'],
  'DKL-LI-0001': ['oci-image-empty-password'],
  'DKL-LI-0002': ['oci-image-unique-users', 'oci-image-unique-groups'],
  'DKL-LI-0003': ['oci-image-build-leftovers', 'oci-image-version-control', 'oci-image-package-caches'],
};

/** What each of these lists is a thing of its own to them, and where they look for it. */
const listsOf: Readonly<Record<string, { where: string; lists: readonly string[] }>> = {
  'oci-image-sensitive-volumes': { where: 'CONFIG', lists: ['volumes'] },
  'oci-image-empty-password': { where: 'etc/shadow', lists: ['users'] },
  'oci-image-unique-users': { where: 'etc/passwd', lists: ['numbers', 'names'] },
  'oci-image-unique-groups': { where: 'etc/group', lists: ['numbers', 'names'] },
};

/** Codes that only the configuration tells; the others need files or a registry. */
const ofConfig = new Set([
  'CIS-DI-0001',
  'CIS-DI-0006',
  'CIS-DI-0007',
  'CIS-DI-0009',
  'CIS-DI-0010',
  'DKL-DI-0001',
  'DKL-DI-0002',
  'DKL-DI-0003',
  'DKL-DI-0004',
  'DKL-DI-0005',
]);

interface Case {
  id: string;
  kind: string;
  code?: string;
  createdBy?: string;
  commands?: string[][];
  config?: ImageConfig;
  file?: string;
  expected: boolean | string[] | { code: string; file: string | null; skipped: boolean }[];
}

const KEY = Buffer.alloc(32, 1);
const NOW = new Date('2026-01-01T00:00:00Z');

/** Configurations, single instructions and whole images, judged by our controls. All must be as labelled. */
export async function run(dir: string): Promise<SetResult> {
  const scored = await tally(outcomes(dir));
  const { cases, mapped, different } = scored.total;
  const underBar =
    mapped === 0
      ? 'no case is judged'
      : different > 0
        ? `${different} of ${cases} cases are not as labelled`
        : undefined;
  return { ...scored, underBar };
}

async function* outcomes(dir: string): AsyncGenerator<CaseOutcome> {
  const wanted = new Set(Object.values(controlsOf).flat());
  const controls = (await loadControls(path.join(contentDir(), 'controls', 'oci'))).filter(({ id }) => wanted.has(id));
  const engine = await productEngine();
  const compiled = controls.map((control) => engine.compile(control));

  async function results(records: readonly FactRecord[]): Promise<Result[]> {
    const inventory = await buildInventory(ociCatalog, answersIn(records));
    return [...judge(inventory, createLookup(ociCatalog, inventory), compiled, { now: NOW })];
  }

  for await (const one of readNdjson<Case>(path.join(dir, 'cases.ndjson'))) {
    const rule = one.code ?? one.kind;
    const judged = await outcome(one, dir, results);
    yield { id: one.id, rule, ...judged };
  }
}

type Judge = (records: readonly FactRecord[]) => Promise<Result[]>;
type Judged = Pick<CaseOutcome, 'outcome' | 'detail'>;

async function outcome(one: Case, dir: string, judgeAll: Judge): Promise<Judged> {
  if (one.kind === 'step') return stepOutcome(one, judgeAll);
  if (one.kind === 'config') return configOutcome(one, judgeAll);
  return one.kind === 'image' ? imageOutcome(one, dir, judgeAll) : { outcome: 'unmapped' };
}

/** One instruction of an image whose first layer is another. */
async function stepOutcome(one: Case, judgeAll: Judge): Promise<Judged> {
  if (controlsOf[one.code ?? ''] === undefined) return { outcome: 'unmapped' };
  const written = one.createdBy ?? (one.commands ?? []).map((words) => words.join(' ')).join(' && ');
  const config: ImageConfig = { history: [{ created_by: 'COPY rootfs / # buildkit' }, { created_by: written }] };
  const found = codesIn(await judgeAll(factsIn(imageOf(config)))).filter(({ code }) => code === one.code);
  return compared(found.length > 0, one.expected as boolean, written);
}

async function configOutcome(one: Case, judgeAll: Judge): Promise<Judged> {
  const found = codesIn(await judgeAll(factsIn(imageOf(one.config as ImageConfig))))
    .map(({ code }) => code)
    .filter((code) => ofConfig.has(code));
  const expected = (one.expected as string[]).filter((code) => ofConfig.has(code));
  return compared(found.sort().join(' '), expected.sort().join(' '), one.id);
}

async function imageOutcome(one: Case, dir: string, judgeAll: Judge): Promise<Judged> {
  const image = await openImage(path.join(dir, one.file as string));
  try {
    const readings = await readImage(image, [accountsReader, notableFilesReader, secretsReader(KEY)]);
    const found = codesIn(await judgeAll(factsIn(image, readings)))
      // Of the host that builds or pulls, a stored image tells nothing.
      .filter(({ code }) => code !== 'CIS-DI-0005')
      .map(({ code, where, skipped }) => `${code} ${skipped ? 'skipped' : where}`);
    const expected = (one.expected as Exclude<Case['expected'], boolean | string[]>)
      .filter(({ code, file }) => controlsOf[code] !== undefined && file !== 'ENVIRONMENT')
      .map(({ code, file, skipped }) => `${code} ${skipped ? 'skipped' : file}`);
    return compared(found.sort().join(', '), expected.sort().join(', '), one.file as string);
  } finally {
    await image.close();
  }
}

function compared<T>(said: T, expected: T, about: string): Judged {
  return said === expected
    ? { outcome: 'equal' }
    : { outcome: 'different', detail: `${about}: they say ${String(expected)}, we ${String(said)}` };
}

interface Raised {
  code: string;
  /** Path of a file, or CONFIG. */
  where: string;
  /** The file that the code is about is not in the image. */
  skipped: boolean;
}

/** What our results say in their codes. A variable that the history shows too is one thing. */
function codesIn(results: readonly Result[]): Raised[] {
  const raised: Raised[] = [];
  for (const [code, ids] of Object.entries(controlsOf)) {
    for (const id of ids) {
      for (const result of results.filter(({ control }) => control === id)) {
        const skipped = result.status === 'not-applicable' && code.startsWith('DKL-LI-000') && code !== 'DKL-LI-0003';
        if (result.status !== 'fail' && !skipped) continue;
        const { evidence } = result;
        const paths = Array.isArray(evidence.files) ? evidence.files : [];
        const steps = new Set(stepsIn(result).filter((step) => step !== null));
        const about = listsOf[id];
        if (about !== undefined && !skipped) {
          const many = about.lists.flatMap((name) => evidence[name] ?? []).length;
          for (let times = Math.max(1, many); times > 0; times--) raised.push({ code, where: about.where, skipped });
        } else if (paths.length > 0) raised.push(...paths.map((one) => ({ code, where: String(one), skipped })));
        else if (id !== 'oci-image-secrets-in-env' || !historyTells(results))
          for (let times = Math.max(1, steps.size); times > 0; times--) raised.push({ code, where: 'CONFIG', skipped });
      }
    }
  }
  return raised;
}

/** The positions in the history that a result names. */
function stepsIn({ evidence }: Result): Json[] {
  const { secrets } = evidence;
  if (!Array.isArray(secrets)) return [];
  return secrets.map((one) => (one as { step?: Json }).step ?? null);
}

function historyTells(results: readonly Result[]): boolean {
  return results.some(({ control, status }) => control === 'oci-image-secrets-in-history' && status === 'fail');
}

function imageOf(config: ImageConfig): OpenImage {
  return {
    digest: 'sha256:0',
    name: 'case',
    registry: 'local',
    repository: '',
    tags: [],
    mediaType: '',
    annotations: {},
    config,
    layers: [],
    close: async () => undefined,
  };
}

const nothing: Readings = { readings: [], unread: [], entries: 0, bytes: 0 };

function factsIn(image: OpenImage, readings: Readings = nothing): FactRecord[] {
  const at = NOW.toISOString();
  const options = {
    tenant: 'default',
    connection: 'case',
    redactionKey: KEY,
    malware: false,
    startedAt: at,
    finishedAt: at,
  };
  return factsOf(image, readings, { packages: [], unread: [] }, options);
}

function answersIn(records: readonly FactRecord[]): Answer[] {
  const answers: Answer[] = [];
  let items: Json[] = [];
  for (const record of records) {
    if (record.type === 'fact') items.push(record.data);
    else {
      answers.push({ collection: record as Collection, items });
      items = [];
    }
  }
  return answers;
}
