/** Round numbers from 0 to one at or above `highest`: up to `parts` + 1 steps of 1, 2 or 5 times a power of ten. */
export function ticks(highest: number, parts = 4): number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const count = Math.ceil(highest / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
