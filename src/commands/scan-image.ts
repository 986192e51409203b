import { Command } from 'commander';
import { type SbomFormat, sbomFormats, writeSbom } from '../findings/sbom/index.ts';
import { exitCodes } from '../model/index.ts';
import { type ImageFlags, withImageFlags } from './image-target.ts';
import { type JudgedImage, judgeImage } from './judge-image.ts';
import { judgeSbom } from './judge-sbom.ts';
import { languageOf, say } from './language.ts';
import { checkOutput, writeOutput } from './output.ts';
import { deliver, exitCodeOf, type JudgeFlags, withJudgeFlags } from './scan.ts';
import { tokenOf, uploadFacts } from './upload.ts';
import { version } from './version.ts';

interface ScanImageFlags extends Omit<JudgeFlags, 'format'>, ImageFlags {
  format: JudgeFlags['format'] | SbomFormat;
  facts?: string;
  server?: string;
  token?: string;
  connection: string;
}

const text = {
  uploaded: {
    en: 'Sent to {server}; scan {id} judges it there.',
    ko: '{server}로 전송했습니다. 스캔 {id}에서 판정합니다.',
  },
};

export function scanImageCommand(): Command {
  return withJudgeFlags(withImageFlags(new Command('image')), sbomFormats)
    .description('read a container image and judge what is inside')
    .argument(
      '<image>',
      'reference, archive (docker save, OCI; - for standard input), OCI layout, root folder or SBOM file',
    )
    .option('--facts <dir>', 'keep the facts in this folder')
    .option('--server <url>', 'send the facts to a server, which judges them')
    .option('--token <token>', 'API token for --server; else HWASEONG_TOKEN')
    .option('--connection <name>', 'name of the connection on the server', 'cli')
    .action(scanOneImage);
}

async function scanOneImage(target: string, flags: ScanImageFlags): Promise<void> {
  const language = languageOf(process.env);
  await checkOutput(flags.out);
  const token = flags.server === undefined ? undefined : tokenOf(flags);
  const keep = async (dir: string) => {
    if (flags.server === undefined || token === undefined) return;
    const id = await uploadFacts(dir, flags.server, token, flags.connection);
    process.stderr.write(`${say(text.uploaded, language, { server: flags.server, id })}\n`);
  };
  const judged = (await judgeSbom(target, flags, language, keep)) ?? (await judgeImage(target, flags, language, keep));
  if (judged === undefined) {
    process.exitCode = exitCodes.incomplete;
    return;
  }
  const { format } = flags;
  if (isSbomFormat(format)) await writeOutput([sbomOf(judged, format)], flags.out);
  else await deliver(judged.report, { ...flags, format });
  process.exitCode = exitCodeOf(judged.report, flags.failOn);
}

function isSbomFormat(format: ScanImageFlags['format']): format is SbomFormat {
  return (sbomFormats as readonly string[]).includes(format);
}

/** The software of the image as a document, with what is wrong with it. */
function sbomOf({ image, report }: JudgedImage, format: SbomFormat): string {
  const { name, digest, bom } = image;
  const subject = { name, kind: 'container', ...(/^sha256:/.test(digest) && { digest }) } as const;
  return writeSbom(format, {
    subject,
    bom,
    findings: [...report.findings, ...report.waived],
    version,
    now: new Date(),
  });
}
