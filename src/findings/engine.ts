import { type ControlEngine, controlFunctions, createControlEngine } from '../engines/control/index.ts';
import { knownActions } from '../engines/policy/index.ts';
import type { CelFunction } from '../model/index.ts';
import { policyFunctions } from './policy-functions.ts';

/** Every function that control expressions may call beside those of CEL. Reference: `docs/controls.md`. */
export async function productFunctions(): Promise<readonly CelFunction[]> {
  return [...controlFunctions, ...policyFunctions(await knownActions())];
}

/** The control engine with every function of the product. */
export async function productEngine(): Promise<ControlEngine> {
  return createControlEngine(await productFunctions());
}
