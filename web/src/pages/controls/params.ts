import type { Schema } from '../../api/client.ts';

type Param = Schema['ControlParam'];
export type ParamValue = Param['default'];

/** A value as it stands in a box: lists by commas. */
export function writeParam(value: ParamValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** The value a person wrote into a box; undefined where it is none of the type. */
export function readParam(type: Param['type'], written: string): ParamValue | undefined {
  const words = written
    .split(/[\s,]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  switch (type) {
    case 'int':
      return integer(written.trim());
    case 'bool':
      return written === 'true' ? true : written === 'false' ? false : undefined;
    case 'string':
      return written.trim();
    case 'strings':
      return words;
    case 'ints': {
      const numbers = words.map(integer);
      return numbers.every((number) => number !== undefined) ? numbers : undefined;
    }
  }
}

function integer(word: string): number | undefined {
  const number = Number(word);
  return /^-?\d+$/.test(word) && Number.isSafeInteger(number) ? number : undefined;
}
