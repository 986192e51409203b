import { Command } from 'commander';
import { sbomFormats } from '../findings/sbom/index.ts';
import { codeCatalog, scanFolder } from '../sources/code/index.ts';
import { deliverSoftware, type SoftwareFormat } from './deliver-software.ts';
import { languageOf } from './language.ts';
import { checkOutput } from './output.ts';
import { createFileProgress } from './progress.ts';
import { redactionKey } from './redaction-key.ts';
import { chosenControls, compile, type JudgeFlags, paramsFor, withJudgeFlags } from './scan.ts';
import { type RecordFlags, scanning, withRecordFlags } from './scanning.ts';
import { type WaiverFlags, waiversOf, withWaiverFlags } from './waivers.ts';

interface ScanDirFlags extends Omit<JudgeFlags, 'format'>, WaiverFlags, RecordFlags {
  format: SoftwareFormat;
  name?: string;
}

export function scanDirCommand(): Command {
  const command = withJudgeFlags(new Command('dir'), sbomFormats)
    .description('read a folder of sources and judge what its lock files declare, and secrets in its files')
    .argument('<folder>', 'folder of sources; nothing in it is run or changed')
    .option('--name <name>', 'what it is called; else where Git says that it comes from, or its own name');
  return withRecordFlags(withWaiverFlags(command)).action(scanOneFolder);
}

async function scanOneFolder(folder: string, flags: ScanDirFlags): Promise<void> {
  const language = languageOf(process.env);
  const now = new Date();
  const compiled = await compile(await chosenControls(flags, codeCatalog));
  const params = await paramsFor(flags);
  const waives = await waiversOf(flags, now, language);
  await checkOutput(flags.out);
  const progress = createFileProgress(process.stderr, language);
  await scanning(flags, { language, now, software: { db: flags.db }, progress }, async (scan) => {
    const { name, bom } = await scanFolder(
      folder,
      {
        tenant: 'default',
        connection: flags.connection,
        ...(flags.name !== undefined && { name: flags.name }),
        redactionKey: await redactionKey(),
        now: () => new Date(),
        progress: progress.on,
        signal: scan.signal,
      },
      scan.sink,
    );
    const report = await scan.judge(codeCatalog, compiled, { now, waives, ...params });
    await scan.send();
    await deliverSoftware(report, { subject: { name, kind: 'folder' }, bom }, flags);
  });
}
