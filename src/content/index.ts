export { loadControls } from './controls.ts';
export { loadFrameworks } from './frameworks.ts';
export { contentDir } from './location.ts';
export { loadParams, type ParamsFile, paramsIn } from './params.ts';
