import type { Schema } from './client.ts';

/** The closed word lists of the API, in the order the console shows them. */

/** Worst first. */
export const severities = [
  'critical',
  'high',
  'medium',
  'low',
  'info',
] as const satisfies readonly Schema['Severity'][];
export type Severity = (typeof severities)[number];

export const categories = [
  'identity',
  'compute',
  'container',
  'storage',
  'database',
  'network',
  'messaging',
  'security',
  'management',
  'ai',
  'code',
  'organization',
] as const satisfies readonly Schema['Category'][];
export type Category = (typeof categories)[number];

export const trusts = [
  'trusted',
  'untrusted',
  'unsigned',
  'unknown',
] as const satisfies readonly Schema['Image']['trust'][];
export type Trust = (typeof trusts)[number];

export const packageTypes = [
  'deb',
  'apk',
  'rpm',
  'alpm',
  'npm',
  'pypi',
  'gem',
  'golang',
  'cargo',
  'maven',
  'composer',
  'nuget',
  'pub',
  'hex',
  'swift',
  'cocoapods',
  'conan',
  'conda',
  'cran',
  'hackage',
  'bitnami',
  'julia',
  'k8s',
  'generic',
] as const satisfies readonly Schema['PackageType'][];
export type PackageType = (typeof packageTypes)[number];

export const roles = ['viewer', 'analyst', 'admin'] as const satisfies readonly Schema['Role'][];
export type Role = (typeof roles)[number];

export const tokenScopes = ['read', 'write', 'upload', 'admin'] as const satisfies readonly Schema['TokenScope'][];

export const requirementStates = [
  'failing',
  'unknown',
  'manual',
  'passing',
  'evidenced',
  'not-applicable',
  'not-covered',
] as const satisfies readonly Schema['RequirementState'][];
export type RequirementState = (typeof requirementStates)[number];
