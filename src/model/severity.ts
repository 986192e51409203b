import { z } from 'zod';

/** How bad a failed control is, worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export const severitySchema = z.enum(severities);
export type Severity = (typeof severities)[number];

/** True if `severity` is as bad as `threshold` or worse. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}
