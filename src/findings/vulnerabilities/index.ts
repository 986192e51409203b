export { type AssetBom, bomsIn } from './bom.ts';
export { type Bearer, updateText, vulnerabilityResult, vulnerabilityRule } from './results.ts';
