import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { sbomFormats } from '../findings/sbom/index.ts';
import type { Language } from '../model/index.ts';
import { lockFileIn } from '../sources/code/index.ts';
import { deliverSoftware, type SoftwareFormat } from './deliver-software.ts';
import { type ImageFlags, withImageFlags } from './image-target.ts';
import { judgeImage } from './judge-image.ts';
import { judgeSbom, sbomIn } from './judge-sbom.ts';
import { languageOf, say } from './language.ts';
import { checkOutput } from './output.ts';
import { type JudgeFlags, withJudgeFlags } from './scan.ts';
import { type RecordFlags, withRecordFlags } from './scanning.ts';
import { clean } from './table-text.ts';

interface ScanImageFlags extends Omit<JudgeFlags, 'format'>, ImageFlags, RecordFlags {
  format: SoftwareFormat;
}

const text = {
  sources: {
    en: '{target} is no root file system, and holds {file}: what is declared there is judged by "hwaseong scan dir {target}".',
    ko: '{target}은(는) 루트 파일 시스템이 아니며 {file} 파일이 있습니다. 선언된 패키지는 "hwaseong scan dir {target}"로 점검합니다.',
  },
};

export function scanImageCommand(): Command {
  const command = withJudgeFlags(withImageFlags(new Command('image')), sbomFormats)
    .description('read a container image and judge what is inside')
    .argument(
      '<image>',
      'reference, archive (docker save, OCI; - for standard input), OCI layout, root folder or SBOM file',
    );
  return withRecordFlags(command).action(scanOneImage);
}

/** Who names a folder of sources would be told that nothing is installed in it, and mean something else. */
async function pointToScanDir(target: string, language: Language): Promise<void> {
  if (!existsSync(target) || existsSync(path.join(target, 'index.json'))) return;
  const file = await lockFileIn(target);
  if (file === undefined) return;
  process.stderr.write(`${say(text.sources, language, { target: clean(target), file: clean(file) })}\n`);
}

async function scanOneImage(target: string, flags: ScanImageFlags): Promise<void> {
  const language = languageOf(process.env);
  await checkOutput(flags.out);
  await pointToScanDir(target, language);
  const document = await sbomIn(target);
  const judged =
    document === undefined ? await judgeImage(target, flags, language) : await judgeSbom(document, flags, language);
  if (judged === undefined) return;
  const { name, digest, bom } = judged.image;
  const subject = { name, kind: 'container', ...(/^sha256:/.test(digest) && { digest }) } as const;
  await deliverSoftware(judged.report, { subject, bom }, flags);
}
