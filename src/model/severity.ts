import { z } from 'zod';
import type { Text } from './text.ts';

/** How bad a failed control is, worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export const severitySchema = z.enum(severities);
export type Severity = (typeof severities)[number];

/** True if `severity` is as bad as `threshold` or worse. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** What people call each severity. */
export const severityWords: Record<Severity, Text> = {
  critical: { en: 'Critical', ko: '심각' },
  high: { en: 'High', ko: '높음' },
  medium: { en: 'Medium', ko: '중간' },
  low: { en: 'Low', ko: '낮음' },
  info: { en: 'Info', ko: '정보' },
};
