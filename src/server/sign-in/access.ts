import type { Access } from '../api/index.ts';
import type { Principal, Role, TokenScope } from '../context.ts';
import { type Refusal, refuse } from '../http/refusal.ts';

type Needed = Exclude<Access, 'public' | 'self'>;

const allowedTo: Record<Role, readonly Needed[]> = {
  viewer: ['read'],
  analyst: ['read', 'write', 'upload'],
  admin: ['read', 'write', 'upload', 'admin'],
};

const scopeAllows: Record<TokenScope, readonly Needed[]> = {
  upload: ['upload'],
  read: ['read'],
  write: ['read', 'write', 'upload'],
  admin: ['read', 'write', 'upload', 'admin'],
};

/** Why `who` may not call a route of this access, or undefined where they may. */
export function denied(access: Access, who: Principal): Refusal | undefined {
  if (access === 'public') return undefined;
  if (who.type === 'anonymous') return refuse('sign-in-needed');
  if (who.type === 'token') {
    const allowed = access !== 'self' && who.scopes.some((scope) => scopeAllows[scope].includes(access));
    return allowed ? undefined : refuse('forbidden');
  }
  if (access === 'self') return undefined;
  if (who.mustSetPassword) return refuse('password-needed');
  return allowedTo[who.role].includes(access) ? undefined : refuse('forbidden');
}
