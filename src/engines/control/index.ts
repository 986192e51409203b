export {
  type CompiledControl,
  type ControlEngine,
  createControlEngine,
  type JudgeInput,
  unknownPlace,
} from './control.ts';
export { controlFunctions } from './functions/index.ts';
export type { Touch } from './values.ts';
