/** Names that need no quotes in a path. */
const plain = /^[A-Za-z_$][\w$-]*$/;

/** Path of a member: `Grants[0].Grantee["aws:kind"]`. */
export function childPath(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[${key}]`;
  if (!plain.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Members of an object or list; undefined for a value without any. */
export function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

/** What a folded object or list says of itself. */
export function summary(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  const names = Object.keys(value as object);
  const few = names.slice(0, 3).join(', ');
  return `{${few}${names.length > 3 ? ', …' : ''}}`;
}
