import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import {
  type KeepRules,
  keepRules,
  type Proposals,
  propose,
  proposeRepositoryPolicy,
} from '../findings/registry/index.ts';
import { type Language, UserError } from '../model/index.ts';
import { containerCatalog } from '../sources/catalogs.ts';
import { type ScanImageOptions, scanImage } from '../sources/image/scan.ts';
import {
  earlierLook,
  openSource,
  parseRegistry,
  type RegistryType,
  type ScannedRegistry,
  scanRegistry,
} from '../sources/registry/index.ts';
import { namesIn } from './flags.ts';
import { type ImageFlags, imageOptions, trustOf, withImageFlags } from './image-target.ts';
import { languageOf, say } from './language.ts';
import { checkOutput, writeOutput } from './output.ts';
import { createLineProgress } from './progress.ts';
import { redactionKey } from './redaction-key.ts';
import { chosenControls, compile, deliver, exitCodeOf, type JudgeFlags, paramsFor, withJudgeFlags } from './scan.ts';
import { type RecordFlags, type Scanning, scanning, withRecordFlags } from './scanning.ts';
import { clean } from './table-text.ts';
import { waiversOf } from './waivers.ts';

interface ScanRegistryFlags extends JudgeFlags, ImageFlags, RecordFlags {
  repo?: string[];
  type?: RegistryType;
  images?: boolean;
  newest?: number;
  earlier?: string;
  policyOut?: string;
  keep: number;
  pipeline?: string[];
  runtime?: string[];
  breakGlass?: string[];
}

const text = {
  walking: {
    en: 'Repository {done} of {all} · {manifests} manifests · {repository}',
    ko: '저장소 {done}/{all} · 매니페스트 {manifests}개 · {repository}',
  },
  reading: { en: 'Image {done} of {all} · {name}', ko: '이미지 {done}/{all} · {name}' },
  unreadImage: { en: '{name} was not read: {reason}', ko: '{name} 이미지를 읽지 못했습니다: {reason}' },
  proposals: {
    en: 'Proposed, and not applied: what would clean up, and what it would remove',
    ko: '정리 정책 제안(적용되지 않음)과 삭제 대상',
  },
  cleanup: {
    en: '  {repository}: removes {count} of {all} manifests, at most {mega} MB{some}',
    ko: '  {repository}: 매니페스트 {all}개 중 {count}개 삭제, 최대 {mega} MB{some}',
  },
  more: { en: '  … and {count} more repositories', ko: '  … 외 저장소 {count}개' },
  none: {
    en: 'This kind of registry has neither retention nor access settings of its own that a policy could be proposed for.',
    ko: '이 종류의 레지스트리에는 정책을 제안할 자체 보존 설정이나 접근 권한 설정이 없습니다.',
  },
  written: {
    en: '{count} files are in {dir}. Read them before you run apply.sh: removed images do not come back.',
    ko: '{dir}에 파일 {count}개를 저장했습니다. 삭제된 이미지는 복구되지 않으므로 apply.sh를 실행하기 전에 내용을 확인하세요.',
  },
  policyOut: {
    en: 'The policies themselves: --policy-out DIR',
    ko: '정책 파일을 저장하려면: --policy-out DIR',
  },
};

export function scanRegistryCommand(): Command {
  const command = withJudgeFlags(withImageFlags(new Command('registry')))
    .description('walk a container registry and judge it; nothing is changed there')
    .argument('<url>', 'host of a registry, with the part of it that is meant: registry.example.com/team')
    .option('--repo <patterns...>', 'only these repositories (* stands for any text)')
    .addOption(
      new Option('--type <type>', 'what the registry is, where it is not to be asked').choices([
        'distribution',
        'harbor',
        'ecr',
      ]),
    )
    .option('--images', 'read the tagged images too, and judge what is inside')
    .option('--newest <count>', 'with --images: only so many of the newest of each repository', wholeNumber)
    .option(
      '--earlier <dir>',
      'facts of an earlier scan: what it read is not read again, and tags are compared with it',
    )
    .option('--policy-out <dir>', 'write proposed policies into this folder, with what they would remove')
    .option('--keep <count>', 'images of each repository that proposed policies keep', wholeNumber, keepRules.newest)
    .option('--pipeline <arns...>', 'who is to push, in a proposed repository policy of ECR')
    .option('--runtime <arns...>', 'who is to pull, in the same')
    .option('--break-glass <arns...>', 'whom the same denies nothing, so that nobody is locked out');
  return withRecordFlags(command, { resumes: true }).action(scanOneRegistry);
}

async function scanOneRegistry(url: string, flags: ScanRegistryFlags): Promise<void> {
  const language = languageOf(process.env);
  const { registry, plain, below } = parseRegistry(url);
  const now = new Date();
  const chosen = await chosenControls(flags, containerCatalog);
  const params = await paramsFor(flags);
  const access = accessOf(flags);
  await checkOutput(flags.out);
  const waives = await waiversOf(flags, now, language);
  const given = await imageOptions(flags);
  const images = { ...given, plainHttp: [...(given.plainHttp ?? []), ...(plain ? [registry] : [])] };
  const trust = await trustOf(flags, images);
  const earlier = flags.earlier === undefined ? undefined : await earlierLook(flags.earlier, registry);
  const progress = createLineProgress(process.stderr);
  await scanning(flags, { language, now, software: { db: flags.db }, progress, resumes: true }, async (scan) => {
    const { signal } = scan;
    const source = await openSource(registry, {
      ...images,
      ...(flags.type !== undefined && { type: flags.type }),
      signal,
    });
    let seen: ScannedRegistry;
    let unread = 0;
    try {
      const repositories = patternsOf(flags.repo, below);
      seen = await scanRegistry(
        source,
        {
          tenant: 'default',
          connection: flags.connection,
          now: () => new Date(),
          ...(repositories !== undefined && { repositories }),
          ...(earlier !== undefined && { earlier }),
          ...(scan.recorded !== undefined && { recorded: scan.recorded }),
          signal,
          progress: (event) =>
            progress.show(say(text.walking, language, { ...event, repository: clean(event.repository) })),
        },
        scan.sink,
      );
      if (flags.images === true) {
        const options: ScanImageOptions = {
          ...images,
          tenant: 'default',
          connection: flags.connection,
          redactionKey: await redactionKey(),
          now: () => new Date(),
          ...(trust !== undefined && { signatures: trust.signatures }),
          signal,
        };
        unread = await readImages(imagesIn(registry, seen, flags.newest), options, scan, progress, language);
      }
    } finally {
      source.close();
    }
    const report = await scan.judge(containerCatalog, await compile(chosen), {
      now,
      waives,
      ...(trust !== undefined && { trust: trust.judge }),
      ...params,
    });
    if (unread > 0) report.incomplete = true;
    const proposals = propose({
      type: source.type,
      registry,
      repositories: seen.repositories,
      keep: { ...keepRules, newest: flags.keep } satisfies KeepRules,
      ...(access !== undefined && { access }),
      now,
    });
    await scan.send();
    await deliver(report, flags);
    await tellProposals(proposals, flags, language);
    process.exitCode = exitCodeOf(report, flags.failOn);
  });
}

/** References of the tagged images, the newest of each repository first; one that lies in several repositories is read once. */
function imagesIn(registry: string, { repositories }: ScannedRegistry, newest: number | undefined): string[] {
  const targets = new Map<string, string>();
  for (const { repository, manifests } of repositories) {
    const tagged = manifests
      .filter(({ type, tags }) => tags.length > 0 && (type === 'image' || type === 'index' || type === 'unknown'))
      .sort((a, b) => ((a.pushed ?? a.created ?? '') < (b.pushed ?? b.created ?? '') ? 1 : -1));
    for (const { digest, tags } of tagged.slice(0, newest ?? tagged.length))
      if (!targets.has(digest)) targets.set(digest, `${registry}/${repository.name}:${tags[0]}@${digest}`);
  }
  return [...targets.values()];
}

/** Gives how many could not be read. */
async function readImages(
  names: readonly string[],
  options: ScanImageOptions,
  { sink, signal }: Scanning,
  progress: ReturnType<typeof createLineProgress>,
  language: Language,
): Promise<number> {
  let failed = 0;
  for (const [done, name] of names.entries()) {
    progress.show(say(text.reading, language, { done, all: names.length, name: clean(name) }));
    try {
      await scanImage(`docker://${name}`, options, sink);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof UserError)) throw error;
      failed += 1;
      progress.end();
      const reason = error.in(language);
      process.stderr.write(`${say(text.unreadImage, language, { name: clean(name), reason })}\n`);
    }
  }
  return failed;
}

function patternsOf(repo: string[] | undefined, below: string | undefined): string[] | undefined {
  const named = namesIn(repo);
  if (below === undefined) return named;
  return named === undefined ? [below, `${below}/*`] : named.map((name) => `${below}/${name}`);
}

function accessOf({ pipeline, runtime, breakGlass }: ScanRegistryFlags) {
  if (pipeline === undefined && runtime === undefined && breakGlass === undefined) return undefined;
  const access = {
    pipeline: namesIn(pipeline) ?? [],
    runtime: namesIn(runtime) ?? [],
    breakGlass: namesIn(breakGlass) ?? [],
  };
  // What is wrong with them is told before the work, not after it.
  proposeRepositoryPolicy(access);
  return access;
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UserError('number-malformed', {
    en: `"${value}" is no whole number above 0.`,
    ko: `"${value}"은(는) 0보다 큰 정수가 아닙니다.`,
  });
}

/** Repositories listed before the rest is counted, and tags of each. */
const SHOWN = 20;
const TAGS_SHOWN = 3;

async function tellProposals(
  { cleanups, files }: Proposals,
  flags: Pick<ScanRegistryFlags, 'format' | 'out' | 'policyOut'>,
  language: Language,
): Promise<void> {
  const lines: string[] = [];
  const removing = cleanups.filter(({ removes }) => removes.length > 0);
  if (removing.length > 0) lines.push('', text.proposals[language]);
  for (const { repository, removes, bytes, stays } of removing.slice(0, SHOWN)) {
    const tags = removes.flatMap((one) => one.tags).slice(0, TAGS_SHOWN);
    lines.push(
      say(text.cleanup, language, {
        repository: clean(repository),
        count: removes.length,
        all: removes.length + stays,
        mega: (bytes / 1e6).toFixed(1),
        some: tags.length === 0 ? '' : ` (${tags.map(clean).join(', ')}${tags.length === TAGS_SHOWN ? ', …' : ''})`,
      }),
    );
  }
  if (removing.length > SHOWN) lines.push(say(text.more, language, { count: removing.length - SHOWN }));
  if (flags.policyOut !== undefined) {
    for (const [name, content] of files) {
      const file = path.join(flags.policyOut, ...name.split('/'));
      await mkdir(path.dirname(file), { recursive: true }).catch((error: unknown) => cannotWrite(file, error));
      await writeFile(file, content).catch((error: unknown) => cannotWrite(file, error));
    }
    lines.push(
      files.size === 0 ? text.none[language] : say(text.written, language, { count: files.size, dir: flags.policyOut }),
    );
  } else if (removing.length > 0) {
    lines.push(text.policyOut[language]);
  }
  if (lines.length === 0) return;
  const shown = `${lines.join('\n')}\n`;
  // Formats for programs stay what they are.
  if (flags.format === 'table' && flags.out === undefined) await writeOutput([shown], undefined);
  else process.stderr.write(shown);
}

function cannotWrite(file: string, error: unknown): never {
  const { message } = error as Error;
  throw new UserError(
    'output-failed',
    {
      en: `${file} cannot be written (${message}). Check the path and the space on its disk.`,
      ko: `${file}에 쓸 수 없습니다(${message}). 경로와 디스크 공간을 확인하세요.`,
    },
    { cause: error },
  );
}
