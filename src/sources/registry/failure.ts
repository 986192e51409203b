import { type CallError, UserError } from '../../model/index.ts';

/** The registry has no way to tell this. */
export class NotTold extends Error {
  override readonly name = 'NotTold';
}

/** More came than is taken. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
}

const codes: Readonly<Record<string, string>> = {
  'image-denied': 'AccessDenied',
  'image-rate-limited': 'Throttled',
  'image-unreachable': 'Network',
  'image-tls': 'Network',
  'image-not-found': 'NotFound',
  'image-registry': 'Refused',
  'image-too-large': 'TooLarge',
  'image-credential-helper': 'Credentials',
};

/** Why a call to a registry gave nothing, or not all. */
export function callError(error: unknown, permission: string): CallError {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  const code = codeOf(error);
  if (!/AccessDenied|Unauthorized/.test(code)) return { code, message };
  // AWS names the action that it refused.
  const action = /\bperform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1];
  return { code, message, permission: action ?? permission };
}

function codeOf(error: unknown): string {
  if (error instanceof UserError) return codes[error.code] ?? 'Unread';
  if (!(error instanceof Error)) return 'Unread';
  if (error.name === 'AbortError') return 'Interrupted';
  if ('code' in error && /^(?:E[A-Z]+|ERR_|CERT_|UNABLE_TO)/.test(String(error.code))) return 'Network';
  // Errors of AWS are named by their code.
  return error.name === 'Error' || error.name === 'TypeError' ? 'Unread' : error.name;
}
