import type { Bom, Json, Rule, Severity } from '../../model/index.ts';
import type { Waiver } from '../waivers/index.ts';

/** What a bill of materials is of. */
export interface SbomSubject {
  name: string;
  kind: 'container' | 'host' | 'folder';
  /** `sha256:...` of an image's manifest. */
  digest?: string;
}

/** A finding as far as a bill of materials tells it. Those whose rule is no vulnerability are left out. */
export interface SbomFinding {
  rule: Rule;
  severity: Severity;
  evidence: Record<string, Json>;
  /** Why it does not count. */
  waiver?: Waiver;
}

export interface SbomInput {
  subject: SbomSubject;
  bom: Bom;
  findings?: readonly SbomFinding[];
  /** Version of the product. */
  version: string;
  /** The documents of one and the same software differ in this alone. */
  now: Date;
}
