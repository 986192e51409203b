/**
 * 64 bits over some texts, in two halves of 32 so that no number has to be allocated. Keys of a million groups are told
 * apart by it alone: two of them meet by chance once in thirty million such tables, and the seed, drawn at random, keeps
 * others from making them meet.
 */
export interface Hasher {
  seed: number;
  /** Halves of the hash, after `end`. */
  a: number;
  b: number;
  begin(): void;
  /** Goes on from a hash, for what belongs to it. */
  resume(a: number, b: number): void;
  /** Texts are kept apart: `ab`, `c` is not `a`, `bc`. Undefined is a value of its own. */
  add(text: string | undefined): void;
  end(): void;
}

// Multiplication and xor as in cyrb53 and MurmurHash3 (both public domain).
export function createHasher(seed: number): Hasher {
  const hasher: Hasher = {
    seed,
    a: 0,
    b: 0,
    begin() {
      hasher.a = 0xdeadbeef ^ hasher.seed;
      hasher.b = 0x41c6ce57 ^ Math.imul(hasher.seed, 0x9e3779b1);
    },
    resume(a, b) {
      hasher.a = a;
      hasher.b = b;
    },
    add(text) {
      let { a, b } = hasher;
      const length = text === undefined ? 0x10001 : text.length;
      if (text !== undefined) {
        for (let at = 0; at < length; at++) {
          const code = text.charCodeAt(at);
          a = Math.imul(a ^ code, 0x9e3779b1);
          b = Math.imul(b ^ code, 0x5f356495);
        }
      }
      hasher.a = Math.imul(a ^ length ^ (a >>> 15), 0x85ebca6b);
      hasher.b = Math.imul(b ^ length ^ (b >>> 13), 0xc2b2ae35);
    },
    end() {
      const { a, b } = hasher;
      hasher.a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
      hasher.b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(hasher.a ^ (hasher.a >>> 13), 0xc2b2ae35);
    },
  };
  return hasher;
}
