import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { UserError } from '../../model/index.ts';
import { IntakeFull } from '../events/types.ts';
import { Refusal, type RefusalCode, refuse } from './refusal.ts';

/** Errors of the layers below that are more than a request to be put right. */
const statusOf: Record<string, number> = {
  'finding-unknown': 404,
  'disk-full': 507,
  'store-disk-full': 507,
  'vault-broken': 500,
};

const byFastifyCode: Record<string, RefusalCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-unsupported',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed',
  FST_ERR_NOT_FOUND: 'not-found',
};

/** Codes by which PostgreSQL says that a text holds what it cannot keep: NUL, half a surrogate. */
const UNSTORABLE = /^(22021|22P05)$/;

/** Codes by which drivers say that the database cannot be reached. */
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|57P0[123]|08\w{3})$/;

/** What a caller is told of an error. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof IntakeFull) return refuse('intake-full');
  if (error instanceof UserError) return new Refusal(statusOf[error.code] ?? 400, error.code, error.text);
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : byFastifyCode[code];
  if (known !== undefined) return refuse(known);
  if (statusCode === 429) return refuse('too-many');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return refuse('malformed');
  if (code !== undefined && UNSTORABLE.test(code)) return refuse('malformed');
  if (code !== undefined && UNREACHABLE.test(code)) return refuse('store-unreachable');
  return refuse('internal');
}

/** Writes an error as every route of the API answers it. What is not for people goes to the log only. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { status, code, text } = refuse('malformed');
    const fields = error.validation.map((problem) => ({
      path: problem.instancePath.replace(/^\//, '').replaceAll('/', '.'),
      problem: problem.message ?? 'not valid',
    }));
    return write(reply, status, { error: { code, message: text, fields } });
  }
  const refusal = refusalOf(error);
  if (error instanceof IntakeFull) reply.header('retry-after', error.retryAfterSeconds);
  if (refusal.status >= 500) request.log.error({ err: error }, 'request failed');
  return write(reply, refusal.status, { error: { code: refusal.code, message: refusal.text } });
}

function write(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body);
}
