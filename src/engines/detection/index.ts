export { createDetector } from './detector.ts';
export type {
  DetectionSource,
  Detector,
  DetectorLosses,
  DetectorOptions,
  EventFields,
  FieldReader,
  LogSource,
  Placeholders,
  Rejection,
} from './types.ts';
