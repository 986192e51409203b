import { ChannelFailure } from './channel.ts';

/** How much of an answer is kept to say what was wrong. */
const MOST_SAID = 300;

/** Addresses at which clouds give their machines credentials: never a channel. */
const METADATA_HOSTS = new Set(['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal', '100.100.100.200']);

/**
 * An address that a channel may post to: http or https, without credentials in it.
 *
 * @throws ChannelFailure (final)
 */
export function postAddress(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new ChannelFailure('the address is not an http or https URL', { final: true });
  }
  if (url.username !== '' || url.password !== '') {
    throw new ChannelFailure('the address holds a user name or password', { final: true });
  }
  if (METADATA_HOSTS.has(url.hostname)) {
    throw new ChannelFailure('the address is that of a cloud’s metadata service', { final: true });
  }
  return url;
}

/**
 * Posts JSON. Redirects are not followed: what is told goes to where it was meant for, or nowhere.
 *
 * @throws ChannelFailure; final for answers that trying again does not change
 */
export async function postJson(
  url: URL,
  body: string,
  options: { headers?: Record<string, string>; signal: AbortSignal },
): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', 'user-agent': 'Hwaseong', ...options.headers },
      body,
      signal: options.signal,
    });
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { message?: string } };
    throw new ChannelFailure(cause?.message ?? message, { cause: error });
  }
  const said = await beginning(response);
  if (response.ok) return said;
  const { status } = response;
  const wait = Number(response.headers.get('retry-after'));
  throw new ChannelFailure(`${url.host} answered ${status}${said === '' ? '' : `: ${said}`}`, {
    final: status >= 300 && status < 500 && ![408, 425, 429].includes(status),
    retryAfter: Number.isFinite(wait) && wait > 0 ? wait : undefined,
  });
}

async function beginning(response: Response): Promise<string> {
  let said = '';
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    said += decoder.decode(part as Uint8Array, { stream: true });
    if (said.length >= MOST_SAID) break;
  }
  return said.slice(0, MOST_SAID).trim();
}
