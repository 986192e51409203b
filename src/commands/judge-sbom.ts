import { open } from 'node:fs/promises';
import { judgeFacts } from '../findings/judge-facts.ts';
import { type Language, UserError } from '../model/index.ts';
import { UnreadableFile } from '../sources/files/index.ts';
import { ociCatalog } from '../sources/image/catalog.ts';
import { factsOfSbom, mayBeSbom, mostSbomBytes, readSbom, type SbomDocument } from '../sources/sbom/index.ts';
import { judgingAdvisories } from './advisories.ts';
import { waiversOf } from './image-target.ts';
import type { JudgedImage, JudgeImageFlags } from './judge-image.ts';
import { openRecording } from './recording.ts';

/**
 * Judges a bill of materials (CycloneDX, SPDX) in place of the image that it is of: its packages alone, as it tells nothing else. Undefined where the file is no
 * such document.
 *
 * @param keep told of the folder with its facts while it is there
 * @throws UserError where it is one and cannot be read
 */
export async function judgeSbom(
  file: string,
  flags: JudgeImageFlags,
  language: Language,
  keep: (dir: string) => Promise<void>,
): Promise<JudgedImage | undefined> {
  const document = await documentIn(file);
  if (document === undefined) return undefined;
  const now = new Date();
  const waives = await waiversOf(flags, now, language, (line) => process.stderr.write(`${line}\n`));
  const judging = judgingAdvisories(flags.db);
  const recording = await openRecording(flags.facts, now);
  try {
    const facts = factsOfSbom(document, { tenant: 'default', connection: flags.connection, now });
    for (const record of facts) await recording.sink.write(record);
    await recording.sink.close();
    await recording.finish();
    const report = await judgeFacts(recording.dir, ociCatalog, [], {
      now,
      waives,
      ...(judging.advisories !== undefined && { advisories: judging.advisories }),
    });
    await keep(recording.dir);
    const { name, id, bom } = document;
    const image = { name, digest: id, registry: 'local', repository: '', bom, layers: { cached: 0, all: 0 } };
    return { image, report, malware: false };
  } finally {
    judging.close();
    await recording.discard();
  }
}

/** Told by the content: an archive or a folder begins otherwise. What is no file may be the reference of an image. */
async function documentIn(file: string): Promise<SbomDocument | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return undefined;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    if (!mayBeSbom(buffer.subarray(0, bytesRead))) return undefined;
    if (stats.size > mostSbomBytes) throw new UnreadableFile('too-large', `more than ${mostSbomBytes} bytes`);
    return readSbom(await handle.readFile());
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UserError(
      'sbom-unreadable',
      {
        en: `${file} cannot be read as a bill of materials (${error.message}). CycloneDX and SPDX 2 are read, also within in-toto attestations.`,
        ko: `${file}을(를) SBOM으로 읽을 수 없습니다(${error.message}). CycloneDX와 SPDX 2, 이를 담은 in-toto 증명을 지원합니다.`,
      },
      { cause: error },
    );
  } finally {
    await handle.close();
  }
}
