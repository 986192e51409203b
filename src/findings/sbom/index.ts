import { cycloneDx } from './cyclonedx.ts';
import { spdx } from './spdx.ts';
import type { SbomInput } from './types.ts';

export type { SbomFinding, SbomInput, SbomSubject } from './types.ts';

/** The formats that a bill of materials is written in. */
export const sbomFormats = ['cyclonedx', 'spdx'] as const;
export type SbomFormat = (typeof sbomFormats)[number];

/** Writes a bill of materials as one JSON document. The same software gives the same document but for its time. */
export function writeSbom(format: SbomFormat, input: SbomInput): string {
  return format === 'cyclonedx' ? cycloneDx(input) : spdx(input);
}
