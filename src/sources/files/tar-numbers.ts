/**
 * A number of a tar header: octal digits among blanks and NULs (POSIX.1-2017, pax, "ustar Interchange Format"), or base 256 with
 * the first bit set (GNU). Undefined where it is neither, negative, or more than JavaScript counts exactly.
 */
export function tarNumber(block: Uint8Array, from: number, length: number): number | undefined {
  const first = block[from] as number;
  if (first >= 0x80) return base256(block, from, length);
  let at = from;
  const end = from + length;
  while (at < end && (block[at] === 0x20 || block[at] === 0)) at += 1;
  let value = 0;
  for (; at < end; at += 1) {
    const digit = (block[at] as number) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  if (at < end && block[at] !== 0x20 && block[at] !== 0) return undefined;
  return Number.isSafeInteger(value) ? value : undefined;
}

function base256(block: Uint8Array, from: number, length: number): number | undefined {
  // The second bit is the sign.
  if (((block[from] as number) & 0x40) !== 0) return undefined;
  let value = (block[from] as number) & 0x3f;
  for (let at = from + 1; at < from + length; at += 1) {
    value = value * 256 + (block[at] as number);
    if (!Number.isSafeInteger(value)) return undefined;
  }
  return value;
}
