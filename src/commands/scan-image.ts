import { Command } from 'commander';
import { exitCodes } from '../model/index.ts';
import { type ImageFlags, withImageFlags } from './image-target.ts';
import { judgeImage } from './judge-image.ts';
import { languageOf, say } from './language.ts';
import { checkOutput } from './output.ts';
import { deliver, exitCodeOf, type JudgeFlags, withJudgeFlags } from './scan.ts';
import { tokenOf, uploadFacts } from './upload.ts';

interface ScanImageFlags extends JudgeFlags, ImageFlags {
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
  return withJudgeFlags(withImageFlags(new Command('image')))
    .description('read a container image and judge what is inside')
    .argument('<image>', 'reference, archive (docker save, OCI; - for standard input), OCI layout or root folder')
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
  const judged = await judgeImage(target, flags, language, async (dir) => {
    if (flags.server === undefined || token === undefined) return;
    const id = await uploadFacts(dir, flags.server, token, flags.connection);
    process.stderr.write(`${say(text.uploaded, language, { server: flags.server, id })}\n`);
  });
  if (judged === undefined) {
    process.exitCode = exitCodes.incomplete;
    return;
  }
  await deliver(judged.report, flags);
  process.exitCode = exitCodeOf(judged.report, flags.failOn);
}
