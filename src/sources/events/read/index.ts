export { bucketLogs } from './bucket.ts';
export { type LogFile, type LogFiles, localLogs } from './files.ts';
export { limits, lose, type ReadLoss, type ReadLosses } from './limits.ts';
export { inOrder } from './order.ts';
export { recordsOf } from './records.ts';
