import type { CelFunction } from '../../../model/index.ts';
import { callerFunctions } from './callers.ts';
import { commandFunctions } from './commands.ts';
import { knownFunctions } from './known.ts';
import { listFunctions } from './lists.ts';
import { metricFilterFunctions } from './metric-filter.ts';
import { networkFunctions } from './network.ts';
import { readableFunctions } from './readable.ts';
import { secretFunctions } from './secrets.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';
import { trailFunctions } from './trail.ts';

/** The functions of control expressions beside the standard ones of CEL. Reference: `docs/controls.md`. */
export const controlFunctions: readonly CelFunction[] = [
  ...timeFunctions,
  ...networkFunctions,
  ...textFunctions,
  ...secretFunctions,
  ...readableFunctions,
  ...knownFunctions,
  ...metricFilterFunctions,
  ...trailFunctions,
  ...callerFunctions,
  ...commandFunctions,
  ...listFunctions,
];
