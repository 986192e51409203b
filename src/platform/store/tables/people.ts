import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { JsonObject } from '../../../model/index.ts';
import type { DefaultJsonb, Moment, Optional, OptionalMoment } from './columns.ts';

export type Role = 'viewer' | 'analyst' | 'admin';

export interface UsersTable {
  tenant: string;
  id: string;
  /** As typed at sign-in, lower case. Unique within the tenant. */
  username: string;
  name: string;
  role: Role;
  /** argon2id, or null before the first password is set. */
  password_hash: Optional<string>;
  must_set_password: Generated<boolean>;
  language: Optional<'en' | 'ko'>;
  disabled: Generated<boolean>;
  created_at: Moment;
  updated_at: Moment;
  last_sign_in_at: OptionalMoment;
}

/** Second factor. `secret` is an envelope. */
export interface TotpTable {
  tenant: string;
  user_id: string;
  secret: string;
  key_id: string;
  confirmed: Generated<boolean>;
  /** Last time step accepted: no code is taken twice. */
  last_step: Optional<number>;
  created_at: Moment;
}

export interface SessionsTable {
  tenant: string;
  /** SHA-256 of the cookie's token. */
  token_hash: string;
  user_id: string;
  csrf: string;
  created_at: Moment;
  expires_at: Moment;
  last_used_at: Moment;
  address: Optional<string>;
  agent: Optional<string>;
}

/** One-time links: first start, invitation. */
export interface SignInLinksTable {
  tenant: string;
  token_hash: string;
  user_id: string;
  created_at: Moment;
  expires_at: Moment;
  used_at: OptionalMoment;
}

export interface ApiTokensTable {
  tenant: string;
  id: string;
  name: string;
  token_hash: string;
  /** First characters, to tell tokens apart in a list. */
  prefix: string;
  scopes: ColumnType<string[], string[], string[]>;
  created_at: Moment;
  created_by: string;
  expires_at: OptionalMoment;
  last_used_at: OptionalMoment;
  revoked_at: OptionalMoment;
}

/** Append-only: the database refuses to change or delete a row. */
export interface AuditLogTable {
  tenant: string;
  seq: GeneratedAlways<number>;
  at: Moment;
  /** User id, `token:ID`, or `system`. */
  actor: string;
  actor_name: Optional<string>;
  /** `session.create`, `exception.create`, ... */
  action: string;
  target: Optional<string>;
  address: Optional<string>;
  ok: Generated<boolean>;
  detail: DefaultJsonb<JsonObject>;
}
