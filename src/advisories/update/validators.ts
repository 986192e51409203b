import type { Validator } from './http.ts';

/** How a feed's file is told to be the one that was read. */
export function writtenValidator({ etag, lastModified }: Validator): string {
  return JSON.stringify([etag ?? '', lastModified ?? '']);
}

export function validatorIn(written: string | undefined): Validator {
  try {
    const [etag, lastModified] = JSON.parse(written ?? '[]') as unknown[];
    return {
      ...(typeof etag === 'string' && etag !== '' && { etag }),
      ...(typeof lastModified === 'string' && lastModified !== '' && { lastModified }),
    };
  } catch {
    return {};
  }
}
