import { open } from 'node:fs/promises';
import { type Language, UserError } from '../model/index.ts';
import { UnreadableFile } from '../sources/files/index.ts';
import { ociCatalog } from '../sources/image/catalog.ts';
import { factsOfSbom, mayBeSbom, mostSbomBytes, readSbom, type SbomDocument } from '../sources/sbom/index.ts';
import type { JudgedImage, JudgeImageFlags } from './judge-image.ts';
import { scanning } from './scanning.ts';
import { waiversOf } from './waivers.ts';

/**
 * Judges a bill of materials (CycloneDX, SPDX) in place of the image that it is of: its packages alone, as it tells nothing else. Undefined where the
 * user interrupted it.
 */
export async function judgeSbom(
  document: SbomDocument,
  flags: JudgeImageFlags,
  language: Language,
): Promise<JudgedImage | undefined> {
  const now = new Date();
  const waives = await waiversOf(flags, now, language);
  const progress = { end: () => undefined };
  return scanning(flags, { language, now, software: { db: flags.db }, progress }, async (scan) => {
    const facts = factsOfSbom(document, { tenant: 'default', connection: flags.connection, now });
    for (const record of facts) await scan.sink.write(record);
    const report = await scan.judge(ociCatalog, [], { now, waives });
    await scan.send();
    const { name, id, bom } = document;
    const image = { name, digest: id, registry: 'local', repository: '', bom, layers: { cached: 0, all: 0 } };
    return { image, report, malware: false };
  });
}

/**
 * The bill of materials in a file, told by its content: an archive begins otherwise. Undefined where it is none, or no file, which may be the
 * reference of an image.
 *
 * @throws UserError where it is one and cannot be read
 */
export async function sbomIn(file: string): Promise<SbomDocument | undefined> {
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
