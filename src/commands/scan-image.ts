import { Command } from 'commander';
import { judgeFacts } from '../findings/judge-facts.ts';
import { exitCodes } from '../model/index.ts';
import { ociCatalog } from '../sources/image/catalog.ts';
import { scanImage } from '../sources/image/scan.ts';
import { judgingAdvisories } from './advisories.ts';
import { type ImageFlags, imageOptions, waiversOf, withImageFlags } from './image-target.ts';
import { languageOf, say } from './language.ts';
import { checkOutput } from './output.ts';
import { createByteProgress } from './progress.ts';
import { openRecording } from './recording.ts';
import { redactionKey } from './redaction-key.ts';
import { chosenControls, compile, deliver, exitCodeOf, type JudgeFlags, paramsFor, withJudgeFlags } from './scan.ts';
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
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const now = new Date();
  const controls = await chosenControls(flags, ociCatalog);
  const params = await paramsFor(flags);
  const waives = await waiversOf(flags, now, language, tell);
  await checkOutput(flags.out);
  const token = flags.server === undefined ? undefined : tokenOf(flags);
  const options = await imageOptions(flags);
  const judging = judgingAdvisories(flags.db);
  const recording = await openRecording(flags.facts, now);
  const progress = createByteProgress(process.stderr, language);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    await scanImage(
      target,
      {
        ...options,
        tenant: 'default',
        connection: flags.connection,
        redactionKey: await redactionKey(),
        now: () => new Date(),
        progress: progress.on,
        signal: stop.signal,
      },
      recording.sink,
    );
    await recording.sink.close();
    await recording.finish();
    // What was not looked for is not asked about: malware without a scanner, signatures without a registry.
    const asked = controls.filter(({ uses }) => options.malware !== undefined || !uses.includes('oci:ListMalware'));
    const report = await judgeFacts(recording.dir, ociCatalog, await compile(asked), {
      now,
      waives,
      ...params,
      ...(judging.advisories !== undefined && { advisories: judging.advisories }),
    });
    progress.end();
    if (flags.server !== undefined && token !== undefined) {
      const id = await uploadFacts(recording.dir, flags.server, token, flags.connection);
      tell(say(text.uploaded, language, { server: flags.server, id }));
    }
    await deliver(report, flags);
    process.exitCode = exitCodeOf(report, flags.failOn);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.exitCode = exitCodes.incomplete;
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    judging.close();
    await recording.discard();
  }
}
