/** A value as JSON can hold it. Facts are kept in this form. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

/** True for a JSON object: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * JSON text whose object keys are sorted, so that equal values give equal text.
 * Used wherever a value becomes part of an id or a hash.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isObject(value)) {
    const fields = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}

/**
 * The value at a dotted path (`Grants.Grantee.URI`), or undefined where the path ends early.
 * A list on the way gives the list of what lies below each of its elements, flattened; a number picks one of them
 * (`DBParameterGroups.0.DBParameterGroupName`).
 */
export function at(value: Json | undefined, path: string): Json | undefined {
  let here: Json | undefined = value;
  for (const step of path.split('.')) {
    if (Array.isArray(here) && /^\d+$/.test(step)) {
      here = here[Number(step)];
    } else if (Array.isArray(here)) {
      const below: Json[] = [];
      for (const element of here) {
        const found = isObject(element) && Object.hasOwn(element, step) ? element[step] : undefined;
        if (Array.isArray(found)) below.push(...found);
        else if (found !== undefined) below.push(found);
      }
      here = below;
    } else {
      here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
    }
  }
  return here;
}
