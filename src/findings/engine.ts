import { type ControlEngine, controlFunctions, createControlEngine } from '../engines/control/index.ts';
import { knownActions } from '../engines/policy/index.ts';
import { policyFunctions } from './policy-functions.ts';

/** The control engine with every function of the product. */
export async function productEngine(): Promise<ControlEngine> {
  return createControlEngine([...controlFunctions, ...policyFunctions(await knownActions())]);
}
