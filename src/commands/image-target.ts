import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { type Command, Option } from 'commander';
import { loadIgnoreFile, loadVex, type Waives } from '../findings/waivers/index.ts';
import { UserError } from '../model/index.ts';
import { layerCache, userCacheDir } from '../sources/files/index.ts';
import type { MalwareOptions } from '../sources/image/facts/index.ts';
import type { ScanImageOptions } from '../sources/image/scan.ts';
import { namesIn } from './flags.ts';
import { say } from './language.ts';

/** Where an image is read from, and what is looked for in it. */
export interface ImageFlags {
  platform?: string;
  ca?: string[];
  mirror?: string[];
  plainHttp?: string[];
  cache: boolean;
  yara?: string;
  clamd?: string;
  db?: string;
  ignoreUnfixed?: boolean;
  ignore?: string;
  vex?: string[];
  trust?: string;
}

/** Looked for where no other is named. */
const IGNORE_FILE = '.hwaseongignore.yaml';

const text = {
  expired: {
    en: '{file}: the exception for {id} ended on {expires} and counts no more.',
    ko: '{file}: {id} 예외가 {expires}에 만료되어 더 이상 적용되지 않습니다.',
  },
};

/** Adds the options of every command that reads an image. */
export function withImageFlags(command: Command): Command {
  const read = command
    .option('--platform <os/arch>', 'of an image for several, the one for this platform: linux/arm64')
    .option('--ca <files...>', 'certificates (PEM) of private authorities that registries are trusted by')
    .option('--mirror <registry=mirror...>', 'ask this registry in place of another first: docker.io=mirror.example')
    .option('--plain-http <registries...>', 'speak to these registries without TLS')
    .option('--no-cache', 'read every layer anew, also those read before')
    .option('--yara <dir>', 'look for malware by the YARA rules in this folder')
    .option('--clamd <address>', 'look for malware by the clamd at this socket or host:port');
  return withWaiverFlags(read);
}

/** Adds the options of every command that judges software: by which advisories, and which risks are taken. */
export function withWaiverFlags(command: Command): Command {
  return command
    .option('--db <file>', 'advisory database; else HWASEONG_ADVISORIES, or where "db update" puts it')
    .option('--ignore-unfixed', 'do not count vulnerabilities that nothing mends yet')
    .addOption(
      new Option('--ignore <file>', 'risks that are taken, with reason and expiry').default(undefined, IGNORE_FILE),
    )
    .option('--vex <files...>', 'VEX documents: OpenVEX, CycloneDX, CSAF')
    .option('--trust <file>', 'whose signatures an image has to bear: YAML, see docs/image-trust.md');
}

/** How the image is to be read, by the flags. */
export async function imageOptions(
  flags: ImageFlags,
): Promise<Pick<ScanImageOptions, 'platform' | 'authorities' | 'mirrors' | 'plainHttp' | 'cache' | 'malware'>> {
  const malware = await malwareOptions(flags);
  const plainHttp = namesIn(flags.plainHttp);
  const authorities = await Promise.all((namesIn(flags.ca) ?? []).map(readText));
  return {
    ...(flags.platform !== undefined && { platform: flags.platform }),
    ...(authorities.length > 0 && { authorities }),
    ...(plainHttp !== undefined && { plainHttp }),
    ...(flags.mirror !== undefined && { mirrors: mirrorsIn(flags.mirror) }),
    ...(flags.cache && { cache: layerCache({ folder: path.join(userCacheDir(process.env), 'layers') }) }),
    ...(malware !== undefined && { malware }),
  };
}

function mirrorsIn(given: readonly string[]): Record<string, string[]> {
  const mirrors: Record<string, string[]> = {};
  for (const one of given) {
    const [registry = '', mirror = ''] = one.split('=');
    if (registry === '' || mirror === '') {
      throw new UserError('mirror-malformed', {
        en: `"${one}" is no mirror. Write it as REGISTRY=MIRROR: docker.io=mirror.example.`,
        ko: `"${one}"은(는) 미러 형식이 아닙니다. 레지스트리=미러 형식으로 입력하세요(예: docker.io=mirror.example).`,
      });
    }
    (mirrors[registry] ??= []).push(mirror);
  }
  return mirrors;
}

async function malwareOptions({ yara, clamd }: ImageFlags): Promise<MalwareOptions | undefined> {
  if (yara === undefined && clamd === undefined) return undefined;
  return {
    ...(yara !== undefined && { yara: await yaraIn(yara) }),
    ...(clamd !== undefined && { clamd: clamdAddress(clamd) }),
  };
}

async function yaraIn(dir: string): Promise<NonNullable<MalwareOptions['yara']>> {
  let names: string[];
  try {
    names = (await readdir(dir)).filter((name) => /\.yara?$/.test(name)).sort();
  } catch (error) {
    throw unreadable(dir, error);
  }
  if (names.length === 0) {
    throw new UserError('yara-empty', {
      en: `There are no YARA rules (*.yar, *.yara) in ${dir}. Name a folder that holds some.`,
      ko: `${dir}에 YARA 규칙(*.yar, *.yara)이 없습니다. 규칙이 있는 폴더를 지정하세요.`,
    });
  }
  return Promise.all(names.map(async (name) => ({ name, text: await readText(path.join(dir, name)) })));
}

function clamdAddress(address: string): NonNullable<MalwareOptions['clamd']> {
  const [, host, port] = /^(?:tcp:\/\/)?(\[[0-9a-f:]+\]|[^/:]+):(\d{1,5})$/i.exec(address) ?? [];
  if (host === undefined) return { path: address.replace(/^unix:(?:\/\/)?/, '') };
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** What the flags and files take the risk of. `tell` is told of entries whose time is over. */
export async function waiversOf(
  { ignore, vex, ignoreUnfixed }: Pick<ImageFlags, 'ignore' | 'vex' | 'ignoreUnfixed'>,
  now: Date,
  language: 'en' | 'ko',
  tell: (line: string) => void,
): Promise<Waives> {
  const all: Waives[] = [];
  const file = ignore ?? (await exists(IGNORE_FILE));
  if (file !== undefined) {
    const { waives, expired } = await loadIgnoreFile(file, now);
    for (const { id, expires = '' } of expired) tell(say(text.expired, language, { file, id, expires }));
    all.push(waives);
  }
  if (vex !== undefined) all.push(await loadVex(namesIn(vex) ?? []));
  if (ignoreUnfixed === true) {
    all.push(({ unfixed }) => (unfixed ? { by: '--ignore-unfixed', reason: 'no fixed version' } : undefined));
  }
  return (finding) => {
    for (const waives of all) {
      const waiver = waives(finding);
      if (waiver !== undefined) return waiver;
    }
    return undefined;
  };
}

async function exists(file: string): Promise<string | undefined> {
  return readFile(file).then(
    () => file,
    () => undefined,
  );
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): UserError {
  const { message } = error as Error;
  return new UserError(
    'file-unreadable',
    {
      en: `${file} cannot be read (${message}). Check the path and its permissions.`,
      ko: `${file}을(를) 읽을 수 없습니다(${message}). 경로와 권한을 확인하세요.`,
    },
    { cause: error },
  );
}
