export { diskError } from './errors.ts';
export { type Answer, readAnswers, readSegments, segmentFiles } from './reader.ts';
export { openSegments, type SegmentWriter } from './writer.ts';
