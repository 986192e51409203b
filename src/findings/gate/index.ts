export { type GatePolicy, loadGatePolicy } from './policy.ts';
export { decide, type GateInput, type GateReason, type Verdict } from './verdict.ts';
