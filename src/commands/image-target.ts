import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Command } from 'commander';
import { UserError } from '../model/index.ts';
import { layerCache, userCacheDir } from '../sources/files/index.ts';
import type { MalwareOptions } from '../sources/image/facts/index.ts';
import type { ScanImageOptions } from '../sources/image/scan.ts';
import { namesIn } from './flags.ts';
import type { loadTrustPolicy, TrustPolicyAtWork } from './trust-policy.ts';
import { type WaiverFlags, withWaiverFlags } from './waivers.ts';

/** Where an image is read from, and what is looked for in it. */
export interface ImageFlags extends WaiverFlags {
  platform?: string;
  ca?: string[];
  mirror?: string[];
  plainHttp?: string[];
  cache: boolean;
  yara?: string;
  clamd?: string;
  trust?: string;
}

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
  return withTrustFlag(withWaiverFlags(read));
}

/** Adds the option of every command that judges where images come from. */
export function withTrustFlag(command: Command): Command {
  return command.option('--trust <file>', 'whose signatures an image has to bear: YAML, see docs/image-trust.md');
}

/** The trust policy that the flag names. What verifies signatures is loaded only where somebody asks for it. */
export async function trustOf(
  flags: Pick<ImageFlags, 'trust'>,
  options: Parameters<typeof loadTrustPolicy>[1] = {},
): Promise<TrustPolicyAtWork | undefined> {
  if (flags.trust === undefined) return undefined;
  const { loadTrustPolicy: load } = await import('./trust-policy.ts');
  return load(flags.trust, options);
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
