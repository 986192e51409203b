import type { z } from 'zod';

/**
 * Who may call a route. `public`: anyone; `self`: whoever is signed in with a session; `read`, `write`, `admin`:
 * viewers, analysts, admins, or a token of that scope; `upload`: analysts, or a token that may only upload.
 */
export type Access = 'public' | 'self' | 'read' | 'write' | 'upload' | 'admin';

export type Tag =
  | 'session'
  | 'overview'
  | 'findings'
  | 'assets'
  | 'images'
  | 'vulnerabilities'
  | 'controls'
  | 'compliance'
  | 'connections'
  | 'settings'
  | 'incidents'
  | 'events'
  | 'detections'
  | 'channels'
  | 'operation';

/** One operation of the API, as data: the server, the OpenAPI document and the console's client are made from it. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`: `/findings/:id`. */
  path: string;
  tag: Tag;
  summary: string;
  access: Access;
  params?: z.ZodType;
  query?: z.ZodType;
  /** JSON body, or the media types of a body that is read as a stream. */
  body?: z.ZodType | readonly string[];
  /** JSON answer; null for none (204); media types for a download. */
  response: z.ZodType | null | readonly string[];
  /** Answered outside the API prefix. */
  root?: boolean;
  /**
   * The same for everybody who may ask, however often: worked out once for all who ask within two seconds, and anew once
   * somebody changed something or a scan ended. For reading only.
   */
  shared?: boolean;
  /** Called all the time, by programs: not written to the audit log. */
  unaudited?: boolean;
}

/** True where the answer or body is a stream of one of these media types. */
export function isMedia(part: z.ZodType | readonly string[] | null | undefined): part is readonly string[] {
  return Array.isArray(part);
}
