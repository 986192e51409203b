export { verifyNotation } from './verify.ts';
