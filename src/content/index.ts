export { loadControls } from './controls.ts';
export { loadFrameworks } from './frameworks.ts';
export { contentDir } from './location.ts';
