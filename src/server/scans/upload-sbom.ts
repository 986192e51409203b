import { UserError } from '../../model/index.ts';
import { openSegments } from '../../platform/segments/index.ts';
import { UnreadableFile } from '../../sources/files/errors.ts';
import type { SbomDocument } from '../../sources/sbom/index.ts';
import type { Context, Upload } from '../context.ts';
import { readBody } from '../images/body.ts';
import { receiveInto } from './upload.ts';

/** Largest document: some 50,000 packages. It is read in memory. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Takes a bill of materials that was made elsewhere: what is broken is refused at once, and a scan that compares it with the
 * advisories is queued.
 *
 * @returns id of the scan
 * @throws UserError `sbom-unreadable`, Refusal `too-large`
 */
export async function receiveSbom(
  context: Context,
  upload: Upload & { connection: string; name: string | undefined; by: string | null },
): Promise<string> {
  // Loaded when one comes: what reads documents takes memory.
  const { factsOfSbom, readSbom } = await import('../../sources/sbom/index.ts');
  const document = read(await readBody(upload, MOST_BYTES), readSbom);
  const { tenant, now } = context;
  const name = upload.name === undefined ? {} : { name: upload.name };
  return receiveInto(context, upload, async (folder, connection) => {
    const segments = await openSegments(folder);
    try {
      for (const record of factsOfSbom(document, { tenant, connection, now, ...name })) await segments.write(record);
    } finally {
      await segments.close();
    }
    return 'oci';
  });
}

function read(content: Buffer, readSbom: (content: Buffer) => SbomDocument): SbomDocument {
  try {
    return readSbom(content);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UserError('sbom-unreadable', {
      en: `The body is no bill of materials that can be read (${error.message}). Send CycloneDX or SPDX.`,
      ko: `본문을 SBOM으로 읽을 수 없습니다(${error.message}). CycloneDX 또는 SPDX 문서를 보내세요.`,
    });
  }
}
