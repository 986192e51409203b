import type { Affected } from '../model/index.ts';

/** What a record says of one package, with the record's own id: what the matcher is given. The same as that of its `AdvisoryLookup`. */
export interface AffectedRecord extends Affected {
  advisory: string;
  /** Whose record it is. */
  source: string;
  /** The vulnerabilities it stands for: CVE ids where there are some, else one that all its aliases share. Never empty. */
  vulnerabilities: readonly string[];
}
