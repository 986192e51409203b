/** Where to go after signing in: a path of this console, never another site. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || /^\/[/\\]/.test(next) || next.startsWith('/sign-in')) return '/';
  return next;
}

/** The token of a one-time link (`#token=…`). */
export function tokenInHash(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? undefined;
}
