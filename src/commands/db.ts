import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  advisoriesFile,
  DEFAULT_MAX_AGE_DAYS,
  exportAdvisories,
  importAdvisories,
  openAdvisories,
  updateAdvisories,
} from '../advisories/index.ts';
import { exitCodes, UserError } from '../model/index.ts';
import type { ImageOptions } from '../sources/image/index.ts';
import { pullDatabase, pushDatabase, referenceIn } from './db-registry.ts';
import { createUpdateProgress, outcomeLines, statusJson, statusTable } from './db-text.ts';
import { namesIn } from './flags.ts';
import { languageOf, say } from './language.ts';

const text = {
  exported: { en: 'Written to {file}.', ko: '{file}에 저장했습니다.' },
  imported: {
    en: 'Imported: {vulnerabilities} vulnerabilities, built {builtAt}.',
    ko: '가져왔습니다: 취약점 {vulnerabilities}건, {builtAt}에 생성됨.',
  },
  updated: {
    en: '{vulnerabilities} vulnerabilities in {packages} packages of {ecosystems} ecosystems.',
    ko: '생태계 {ecosystems}개, 패키지 {packages}개, 취약점 {vulnerabilities}건.',
  },
};

interface DatabaseFlags {
  db?: string;
}

/** `db update|status|export|import`: what is known of vulnerabilities, in one file. */
export function dbCommand(): Command {
  const command = new Command('db').description('the database of known vulnerabilities');
  const place = () =>
    new Option('--db <file>', 'advisory database; else HWASEONG_ADVISORIES, or where "db update" puts it');
  command
    .command('update')
    .description('read the feeds that have changed')
    .option('--from <place>', 'folder or http(s) address of a mirror; else each feed where its maker publishes it')
    .option('--feeds <ids...>', 'only these feeds (osv debian ...)')
    .option('--force', 'read also what has not changed')
    .option('--ca <file>', 'certificates of private authorities (PEM)')
    .addOption(place())
    .action(update);
  command
    .command('status')
    .description('feeds, their age, and which ecosystems they cover; exits with 3 where a feed is too old')
    .addOption(new Option('-f, --format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .addOption(
      new Option('--max-age <days>', 'days after which a feed is too old')
        .default(DEFAULT_MAX_AGE_DAYS)
        .argParser(daysIn),
    )
    .addOption(place())
    .action(status);
  command
    .command('export')
    .description('write the database to one file, for a place without a network')
    .argument('<place>', 'a file such as hwaseong-advisories.tar.zst, or oci://registry/repository:tag')
    .option('--sign <key>', 'private key to sign it by (Ed25519, PEM)')
    .option('--ca <files...>', 'certificates (PEM) of private authorities that registries are trusted by')
    .option('--plain-http <registries...>', 'speak to these registries without TLS')
    .addOption(place())
    .action(exportTo);
  command
    .command('import')
    .description('take over a database that was exported')
    .argument('<place>', 'what "db export" has written: a file, or oci://registry/repository:tag')
    .option('--key <key>', 'public key that it has to be signed by (Ed25519, PEM)')
    .option('--ca <files...>', 'certificates (PEM) of private authorities that registries are trusted by')
    .option('--plain-http <registries...>', 'speak to these registries without TLS')
    .addOption(place())
    .action(importFrom);
  return command;
}

interface UpdateFlags extends DatabaseFlags {
  from?: string;
  feeds?: string[];
  force?: boolean;
  ca?: string;
}

async function update(flags: UpdateFlags): Promise<void> {
  const language = languageOf(process.env);
  const file = databaseFile(flags);
  const authorities = flags.ca === undefined ? [] : [await pemIn(flags.ca)];
  const only = namesIn(flags.feeds);
  const progress = createUpdateProgress(process.stderr, language);
  const stop = stopOnSignal();
  try {
    const outcomes = await updateAdvisories(file, {
      ...(flags.from !== undefined && { from: flags.from }),
      ...(only !== undefined && { only }),
      force: flags.force === true,
      authorities,
      env: process.env,
      now: new Date(),
      signal: stop.signal,
      say: progress.on,
    });
    progress.end();
    for (const line of outcomeLines(outcomes, language)) process.stderr.write(`${line}\n`);
    const advisories = openAdvisories(file);
    const { packages, vulnerabilities, ecosystems } = advisories.meta;
    advisories.close();
    const counts = { packages, vulnerabilities, ecosystems: Object.keys(ecosystems).length };
    process.stdout.write(`${say(text.updated, language, counts)}\n`);
    process.exitCode = outcomes.some(({ state }) => state === 'failed') ? exitCodes.incomplete : exitCodes.clean;
  } finally {
    progress.end();
    stop.done();
  }
}

async function status(flags: DatabaseFlags & { format: 'table' | 'json'; maxAge: number }): Promise<void> {
  const language = languageOf(process.env);
  const file = databaseFile(flags);
  const advisories = openAdvisories(file);
  const { meta } = advisories;
  advisories.close();
  const now = new Date();
  const told = flags.format === 'json' ? statusJson : statusTable;
  const { output, tooOld } = told(file, meta, now, flags.maxAge, language);
  process.stdout.write(`${output}\n`);
  process.exitCode = tooOld ? exitCodes.incomplete : exitCodes.clean;
}

interface RegistryFlags {
  ca?: string[];
  plainHttp?: string[];
}

async function exportTo(place: string, flags: DatabaseFlags & RegistryFlags & { sign?: string }): Promise<void> {
  const key = flags.sign === undefined ? undefined : await pemIn(flags.sign);
  const file = databaseFile(flags);
  const reference = referenceIn(place);
  if (reference === undefined) await exportAdvisories(file, place, key);
  else {
    const dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-export-'));
    try {
      const bundle = path.join(dir, 'advisories.tar.zst');
      await exportAdvisories(file, bundle, key);
      await pushDatabase(reference, bundle, await registryOptions(flags));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
  process.stdout.write(`${say(text.exported, languageOf(process.env), { file: place })}\n`);
}

async function importFrom(place: string, flags: DatabaseFlags & RegistryFlags & { key?: string }): Promise<void> {
  const key = flags.key === undefined ? undefined : await pemIn(flags.key);
  const file = databaseFile(flags);
  const reference = referenceIn(place);
  const take = (bundle: Readable) => importAdvisories(bundle, file, key);
  const { vulnerabilities, builtAt } =
    reference === undefined
      ? await take(createReadStream(place))
      : await pullDatabase(reference, await registryOptions(flags), take);
  process.stdout.write(`${say(text.imported, languageOf(process.env), { vulnerabilities, builtAt })}\n`);
}

async function registryOptions(flags: RegistryFlags): Promise<ImageOptions> {
  const plainHttp = namesIn(flags.plainHttp);
  const authorities = await Promise.all((namesIn(flags.ca) ?? []).map(pemIn));
  return { ...(plainHttp !== undefined && { plainHttp }), ...(authorities.length > 0 && { authorities }) };
}

function databaseFile({ db }: DatabaseFlags): string {
  return advisoriesFile({ ...process.env, ...(db !== undefined && { HWASEONG_ADVISORIES: db }) }, process.getuid?.());
}

async function pemIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      'file-unreadable',
      {
        en: `The file ${file} cannot be read (${message}). Check the path.`,
        ko: `${file} 파일을 읽을 수 없습니다(${message}). 경로를 확인하세요.`,
      },
      { cause: error },
    );
  }
}

/** Ctrl-C ends the work in order: what was begun is removed, the old database stays. */
function stopOnSignal(): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort(stopped());
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: controller.signal,
    done() {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    },
  };
}

function stopped(): UserError {
  return new UserError('stopped', {
    en: 'Stopped. The database that was there stays as it is.',
    ko: '중단했습니다. 기존 데이터베이스는 그대로 유지됩니다.',
  });
}

function daysIn(value: string): number {
  const days = Number(value);
  if (!Number.isInteger(days) || days < 0 || days > 36_500) throw new InvalidArgumentError('7, 30');
  return days;
}
