import { judgeFacts } from '../findings/judge-facts.ts';
import type { Report } from '../findings/report.ts';
import type { Language } from '../model/index.ts';
import { ociCatalog } from '../sources/image/catalog.ts';
import { type ScannedImage, scanImage } from '../sources/image/scan.ts';
import { judgingAdvisories } from './advisories.ts';
import { type ImageFlags, imageOptions, waiversOf } from './image-target.ts';
import { createByteProgress } from './progress.ts';
import { openRecording } from './recording.ts';
import { redactionKey } from './redaction-key.ts';
import { chosenControls, compile, type JudgeFlags, paramsFor } from './scan.ts';
import type { loadTrustPolicy, TrustPolicyAtWork } from './trust-policy.ts';

export type JudgeImageFlags = ImageFlags &
  Pick<JudgeFlags, 'controls' | 'services' | 'ownControls' | 'params'> & { facts?: string; connection: string };

/** An image with what judging it came to. */
export interface JudgedImage {
  image: ScannedImage;
  report: Report;
  /** It was searched for malware. */
  malware: boolean;
}

/**
 * Reads an image and judges it. Undefined where the user interrupted it.
 *
 * @param keep told of the folder with its facts while it is there
 * @throws UserError where the image cannot be read, or a file that the flags name
 */
export async function judgeImage(
  target: string,
  flags: JudgeImageFlags,
  language: Language,
  keep: (dir: string) => Promise<void>,
): Promise<JudgedImage | undefined> {
  const now = new Date();
  const controls = await chosenControls(flags, ociCatalog);
  const params = await paramsFor(flags);
  const waives = await waiversOf(flags, now, language, (line) => process.stderr.write(`${line}\n`));
  const options = await imageOptions(flags);
  const trust = flags.trust === undefined ? undefined : await trustPolicy(flags.trust, options);
  const malware = options.malware !== undefined;
  const judging = judgingAdvisories(flags.db);
  const recording = await openRecording(flags.facts, now);
  const progress = createByteProgress(process.stderr, language);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const image = await scanImage(
      target,
      {
        ...options,
        tenant: 'default',
        connection: flags.connection,
        redactionKey: await redactionKey(),
        now: () => new Date(),
        progress: progress.on,
        ...(trust !== undefined && { signatures: trust.signatures }),
        signal: stop.signal,
      },
      recording.sink,
    );
    await recording.sink.close();
    await recording.finish();
    const report = await judgeFacts(recording.dir, ociCatalog, await compile(controls), {
      now,
      waives,
      ...(trust !== undefined && { trust: trust.judge }),
      ...params,
      ...(judging.advisories !== undefined && { advisories: judging.advisories }),
    });
    progress.end();
    await keep(recording.dir);
    return { image, report, malware };
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    throw error;
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    judging.close();
    await recording.discard();
  }
}

/** What verifies signatures is loaded only where somebody asks for it. */
async function trustPolicy(...asked: Parameters<typeof loadTrustPolicy>): Promise<TrustPolicyAtWork> {
  const { loadTrustPolicy: load } = await import('./trust-policy.ts');
  return load(...asked);
}
