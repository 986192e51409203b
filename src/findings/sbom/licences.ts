import parse from 'spdx-expression-parse';

/** Longer ones are texts of licences, and nested ones could take long. */
const longest = 1000;

/** What a package says of its licence, by what SPDX makes of it. */
export type Licence = { id: string } | { expression: string } | { name: string };

/** A licence of the SPDX list, an expression of such (SPDX 2.3, annex D), or else only a name. */
export function licenceOf(told: string): Licence {
  if (told.length > longest) return { name: told.slice(0, longest) };
  try {
    const parsed = parse(told);
    const simple = 'license' in parsed && parsed.exception === undefined && parsed.plus !== true;
    return simple && parsed.license === told && !told.startsWith('LicenseRef-') ? { id: told } : { expression: told };
  } catch {
    return { name: told };
  }
}

/** All licences as one expression; undefined where one of them is none. */
export function expressionOf(told: readonly string[]): string | undefined {
  const licences = told.map(licenceOf);
  const parts = licences.flatMap((one) => ('id' in one ? one.id : 'expression' in one ? one.expression : []));
  if (parts.length === 0 || parts.length < told.length) return undefined;
  return parts.length === 1 ? parts[0] : parts.map((one) => (one.includes(' ') ? `(${one})` : one)).join(' AND ');
}
