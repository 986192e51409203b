import { z } from 'zod';
import { isObject, type Text } from '../../../model/index.ts';
import type { Rejection } from '../types.ts';

/** What is wrong with a Sigma document. Becomes a {@link Rejection} together with the document's name. */
export class SigmaError extends Error {
  readonly code: string;
  readonly reason: Text;
  readonly place: string | undefined;

  constructor(code: string, reason: Text, place?: string) {
    super(reason.en);
    this.name = 'SigmaError';
    this.code = code;
    this.reason = reason;
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
    const said = error instanceof Error ? error.message : String(error);
    const reason = { en: `a fault of the engine: ${said}`, ko: `탐지 엔진의 오류입니다: ${said}` };
    return { rule, code: 'engine-fault', reason };
  }
  const { code, reason, place } = error;
  return place === undefined ? { rule, code, reason } : { rule, code, reason, place };
}

/** A part of a document as its schema says; throws a SigmaError that tells where it is otherwise. */
export function checked<T extends z.ZodType>(schema: T, value: unknown, place: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = [place, ...(issue?.path ?? [])].filter((step) => step !== '').join('.');
  // What the library says is there in Korean too; what our own schemas say is not.
  const again = schema.safeParse(value, { error: korean });
  const ko = issue?.code === 'custom' ? undefined : again.error?.issues[0]?.message;
  const reason = { en: issue?.message ?? 'not as expected', ko: ko ?? '형식이 올바르지 않습니다' };
  throw new SigmaError('document-malformed', reason, where);
}

const korean = z.locales.ko().localeError;
