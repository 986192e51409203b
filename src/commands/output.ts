import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../model/index.ts';

/**
 * Makes sure that a report can be written, before the work that it is about.
 *
 * @throws UserError where it cannot
 */
export async function checkOutput(out: string | undefined): Promise<void> {
  if (out === undefined) return;
  try {
    const file = await open(out, 'a', 0o600);
    await file.close();
  } catch (error) {
    throw outputFailed(out, error);
  }
}

/**
 * Writes a report piece by piece to a file, or to the terminal where none is named.
 *
 * @throws UserError where it cannot be written
 */
export async function writeOutput(
  pieces: Iterable<string> | AsyncIterable<string>,
  out: string | undefined,
): Promise<void> {
  try {
    if (out === undefined) await pipeline(pieces, process.stdout, { end: false });
    else await pipeline(pieces, createWriteStream(out, { mode: 0o600 }));
  } catch (error) {
    // Whoever reads has seen enough: `hwaseong scan facts DIR | head`.
    if (out === undefined && (error as NodeJS.ErrnoException).code === 'EPIPE') return;
    throw outputFailed(out, error);
  }
}

function outputFailed(out: string | undefined, error: unknown): UserError {
  const { message } = error as Error;
  return new UserError(
    'output-failed',
    {
      en: `The report could not be written to ${out ?? 'the terminal'} (${message}). Check the path and the space on its disk.`,
      ko: `보고서를 ${out ?? '터미널'}에 쓸 수 없습니다(${message}). 경로와 디스크 공간을 확인하세요.`,
    },
    { cause: error },
  );
}
