export { diskError } from './errors.ts';
export { type Answer, readAnswers, readSegments, segmentFiles } from './reader.ts';
export { type RecordedCalls, recordedIn } from './recorded.ts';
export { openSegments, type SegmentWriter } from './writer.ts';
