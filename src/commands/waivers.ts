import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { type Command, Option } from 'commander';
import { loadIgnoreFile, loadVex, type Waives } from '../findings/waivers/index.ts';
import type { Language } from '../model/index.ts';
import { namesIn } from './flags.ts';
import { say } from './language.ts';

/** By which advisories software is judged, and which risks are taken. */
export interface WaiverFlags {
  db?: string;
  ignoreUnfixed?: boolean;
  ignore?: string;
  vex?: string[];
}

/** Looked for where no other is named. */
const IGNORE_FILE = '.hwaseongignore.yaml';

const text = {
  expired: {
    en: '{file}: the exception for {id} ended on {expires} and counts no more.',
    ko: '{file}: {id} 예외가 {expires}에 만료되어 더 이상 적용되지 않습니다.',
  },
};

/** Adds the options of every command that judges software. */
export function withWaiverFlags(command: Command): Command {
  return command
    .option('--db <file>', 'advisory database; else HWASEONG_ADVISORIES, or where "db update" puts it')
    .option('--ignore-unfixed', 'do not count vulnerabilities that nothing mends yet')
    .addOption(
      new Option('--ignore <file>', 'risks that are taken, with reason and expiry').default(undefined, IGNORE_FILE),
    )
    .option('--vex <files...>', 'VEX documents: OpenVEX, CycloneDX, CSAF');
}

/** What the flags and files take the risk of. `tell` is told of entries whose time is over. */
export async function waiversOf(
  { ignore, vex, ignoreUnfixed }: WaiverFlags,
  now: Date,
  language: Language,
  tell = (line: string): void => void process.stderr.write(`${line}\n`),
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
