import { z } from 'zod';
import type { Text } from './text.ts';

/** How bad a failed control is, worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export const severitySchema = z.enum(severities);
export type Severity = (typeof severities)[number];

/** One number for each severity. */
export type SeverityCounts = Record<Severity, number>;

/** A number for each severity, by a function; without one none of each. */
export function countsBySeverity(count: (severity: Severity) => number = () => 0): SeverityCounts {
  return Object.fromEntries(severities.map((severity) => [severity, count(severity)])) as SeverityCounts;
}

/** True if `severity` is as bad as `threshold` or worse. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** The severity of a score from 0 to 10, by the scale of CVSS 3 and 4 (https://www.first.org/cvss/v4-0/specification-document, table 23). */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}

/** What people call each severity. */
export const severityWords: Record<Severity, Text> = {
  critical: { en: 'Critical', ko: '심각' },
  high: { en: 'High', ko: '높음' },
  medium: { en: 'Medium', ko: '중간' },
  low: { en: 'Low', ko: '낮음' },
  info: { en: 'Info', ko: '정보' },
};
