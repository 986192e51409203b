import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { OperationId, Route, Routes } from './api/index.ts';
import type { AppServices } from './services.ts';

export type Role = 'viewer' | 'analyst' | 'admin';
export type TokenScope = 'read' | 'write' | 'upload' | 'admin';

/** Who makes a request. */
export type Principal =
  | { type: 'anonymous' }
  | {
      type: 'user';
      id: string;
      username: string;
      role: Role;
      language: 'en' | 'ko' | null;
      mustSetPassword: boolean;
      session: { tokenHash: string; csrf: string; expiresAt: Date };
    }
  | { type: 'token'; id: string; name: string; scopes: readonly TokenScope[] };

export type User = Extract<Principal, { type: 'user' }>;

/** What a handler knows beside its input. */
export interface Context extends AppServices {
  who: Principal;
  /** The clock of this request. */
  now: Date;
  address: string;
  agent: string;
  /** What the client takes, as it says. */
  accept: string | undefined;
  /** Adds to this request's entry in the audit log. */
  note(entry: AuditNote): void;
  /** Gives the browser a session, or takes it back. */
  setSession(session: { token: string; expiresAt: Date } | null): void;
}

export interface AuditNote {
  /** Whom it was done as, where the request itself does not say: sign-ins. */
  actor?: { id: string; name: string };
  target?: string;
  detail?: Record<string, string | number | boolean | null>;
}

/** The name that whoever makes a request is written down under. */
export function actorName({ who }: Context): string | null {
  if (who.type === 'user') return who.username;
  return who.type === 'token' ? `token:${who.name}` : null;
}

/** An answer that is a file. */
export interface Download {
  type: string;
  filename?: string;
  body: Readable | string;
  /** 200 unless said. */
  status?: number;
  headers?: Record<string, string>;
}

type Part<R extends Route, P extends 'params' | 'query'> = R[P] extends z.ZodType ? z.output<R[P]> : undefined;
type Body<R extends Route> = R['body'] extends z.ZodType
  ? z.output<R['body']>
  : R['body'] extends readonly string[]
    ? Upload
    : undefined;

/** A body that is read as a stream. */
export interface Upload {
  type: string;
  body: Readable;
}

export interface Input<R extends Route> {
  params: Part<R, 'params'>;
  query: Part<R, 'query'>;
  body: Body<R>;
}

export type Output<R extends Route> = R['response'] extends z.ZodType
  ? z.output<R['response']>
  : R['response'] extends null
    ? null
    : Download;

/** What answers one operation. */
export type Handler<Id extends OperationId> = (
  input: Input<Routes[Id]>,
  context: Context,
) => Promise<Output<Routes[Id]>>;

/** A handler for each operation of the API: a missing one is a type error. */
export type Handlers = { [Id in OperationId]: Handler<Id> };

/** Handlers of some operations. */
export type HandlersOf<Part> = { [Id in keyof Part & OperationId]: Handler<Id> };
