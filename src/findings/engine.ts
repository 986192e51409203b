import { type ControlEngine, controlFunctions, createControlEngine } from '../engines/control/index.ts';

/** The control engine with every function of the product. */
export function productEngine(): ControlEngine {
  return createControlEngine([...controlFunctions]);
}
