import v8 from 'node:v8';

/**
 * Lets the heap of this process grow in small steps. V8 would rather keep garbage than look for it: a scan of 20,000
 * assets, of which 280 MB are alive at a time, then takes 1.5 GB instead of 500 MB, and is no quicker for it.
 */
export function keepHeapSmall(): void {
  v8.setFlagsFromString('--heap-growing-percent=25');
}
