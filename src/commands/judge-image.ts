import type { Report } from '../findings/report.ts';
import type { Language } from '../model/index.ts';
import { ociCatalog } from '../sources/image/catalog.ts';
import { type ScannedImage, scanImage } from '../sources/image/scan.ts';
import { type ImageFlags, imageOptions, trustOf } from './image-target.ts';
import { createByteProgress } from './progress.ts';
import { redactionKey } from './redaction-key.ts';
import { chosenControls, compile, type JudgeFlags, paramsFor } from './scan.ts';
import { type RecordFlags, scanning } from './scanning.ts';
import { waiversOf } from './waivers.ts';

export type JudgeImageFlags = ImageFlags &
  RecordFlags &
  Pick<JudgeFlags, 'controls' | 'services' | 'ownControls' | 'params'>;

/** An image with what judging it came to. */
export interface JudgedImage {
  image: ScannedImage;
  report: Report;
  /** It was searched for malware. */
  malware: boolean;
  /** SHA-256 of the trust policy and the files that it names; absent without one. */
  trustPolicy?: string;
}

/**
 * Reads an image and judges it. Undefined where the user interrupted it.
 *
 * @throws UserError where the image cannot be read, or a file that the flags name
 */
export async function judgeImage(
  target: string,
  flags: JudgeImageFlags,
  language: Language,
): Promise<JudgedImage | undefined> {
  const now = new Date();
  const controls = await chosenControls(flags, ociCatalog);
  const params = await paramsFor(flags);
  const waives = await waiversOf(flags, now, language);
  const options = await imageOptions(flags);
  const trust = await trustOf(flags, options);
  const progress = createByteProgress(process.stderr, language);
  return scanning(flags, { language, now, software: { db: flags.db }, progress }, async (scan) => {
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
        signal: scan.signal,
      },
      scan.sink,
    );
    const report = await scan.judge(ociCatalog, await compile(controls), {
      now,
      waives,
      ...(trust !== undefined && { trust: trust.judge }),
      ...params,
    });
    await scan.send();
    return {
      image,
      report,
      malware: options.malware !== undefined,
      ...(trust !== undefined && { trustPolicy: trust.digest }),
    };
  });
}
