export { BrokenPacking } from './errors.ts';
export { PACKING_BYTES, packingOf } from './packing.ts';
export { peek, unpack, unpacked } from './unpack.ts';
