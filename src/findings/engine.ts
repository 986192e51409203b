import path from 'node:path';
import { contentDir, loadEndOfLife } from '../content/index.ts';
import { type ControlEngine, controlFunctions, createControlEngine } from '../engines/control/index.ts';
import { knownActions } from '../engines/policy/index.ts';
import type { CelFunction } from '../model/index.ts';
import { endOfLifeFunctions } from './end-of-life.ts';
import { policyFunctions } from './policy-functions.ts';
import { registryFunctions } from './registry/functions.ts';

/** Every function that control expressions may call beside those of CEL. Reference: `docs/controls.md`. */
export async function productFunctions(): Promise<readonly CelFunction[]> {
  const table = await loadEndOfLife(path.join(contentDir(), 'end-of-life.yaml'));
  return [
    ...controlFunctions,
    ...policyFunctions(await knownActions()),
    ...endOfLifeFunctions(table),
    ...registryFunctions,
  ];
}

/** The control engine with every function of the product. */
export async function productEngine(): Promise<ControlEngine> {
  return createControlEngine(await productFunctions());
}
