import type { VulnerabilityFacts } from './advisory.ts';
import type { Control } from './control.ts';

/** What a finding is told by: a control, or a vulnerability. */
export type Rule = Pick<Control, 'id' | 'title' | 'why' | 'severity' | 'kind' | 'remediation' | 'maps'> & {
  /** For a vulnerability: what is known of it. */
  vulnerability?: VulnerabilityFacts;
};
