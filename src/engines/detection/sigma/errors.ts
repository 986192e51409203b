import type { z } from 'zod';
import { isObject } from '../../../model/index.ts';
import type { Rejection } from '../types.ts';

/** What is wrong with a Sigma document. Becomes a {@link Rejection} together with the document's name. */
export class SigmaError extends Error {
  readonly code: string;
  readonly place: string | undefined;

  constructor(code: string, reason: string, place?: string) {
    super(reason);
    this.name = 'SigmaError';
    this.code = code;
    this.place = place;
  }
}

/** What a document is called: its name, id or title, whatever it has. */
export function nameOf(document: unknown): string {
  if (!isObject(document)) return 'unnamed';
  const name = [document['name'], document['id'], document['title']].find(
    (value) => typeof value === 'string' && value !== '',
  );
  return typeof name === 'string' ? name.slice(0, 256) : 'unnamed';
}

/** The rejection of a document; any error that is not a {@link SigmaError} is a fault of ours and says so. */
export function rejection(document: unknown, error: unknown): Rejection {
  const rule = nameOf(document);
  if (!(error instanceof SigmaError)) {
    return { rule, code: 'engine-fault', reason: error instanceof Error ? error.message : String(error) };
  }
  const { code, message: reason, place } = error;
  return place === undefined ? { rule, code, reason } : { rule, code, reason, place };
}

/** A part of a document as its schema says; throws a SigmaError that tells where it is otherwise. */
export function checked<T extends z.ZodType>(schema: T, value: unknown, place: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = [place, ...(issue?.path ?? [])].filter((step) => step !== '').join('.');
  throw new SigmaError('document-malformed', issue?.message ?? 'not as expected', where);
}
