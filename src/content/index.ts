export { type Attack, loadAttack, type Tactic, type Technique } from './attack.ts';
export { loadControls } from './controls.ts';
export type { DetectionList, DetectionTest } from './detection-format.ts';
export {
  type DetectionLibrary,
  type LoadedDetection,
  loadDetections,
  parseDetections,
  type SourcesOf,
  type TestedDetection,
} from './detections.ts';
export { type EndOfLife, loadEndOfLife } from './end-of-life.ts';
export { loadFrameworks } from './frameworks.ts';
export { type KnownEvent, loadKnownEvents } from './known-events.ts';
export { contentDir } from './location.ts';
export { loadParams, type ParamsFile, paramsIn } from './params.ts';
export { parseYaml, readYaml } from './yaml.ts';
