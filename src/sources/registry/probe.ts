import { challengesOf } from '../image/challenge.ts';
import { type Transport, transport } from '../image/http.ts';
import { apiHost } from '../image/reference.ts';
import { openRegistry, type Registry } from '../image/registry.ts';
import type { RegistryOptions } from './types.ts';

/** How a registry is spoken to, found out by asking it without credentials. */
export interface Entrance {
  /** It answers over TLS, whether or not its certificate is trusted. */
  tls: boolean;
  trusted: boolean;
  /** It answers without TLS, and does not lead to it. */
  plainHttp: boolean;
  /** What it asks for: `none`, `basic`, `bearer`, ...; null where nothing answered. */
  authentication: string | null;
}

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)/;

/** Knocks at `/v2/` with TLS and without. */
export async function knock(registry: string, options: RegistryOptions): Promise<Entrance> {
  const host = apiHost(registry);
  const elsewhere = (url: URL) =>
    url.hostname === new URL(`https://${host}`).hostname ? undefined : 'it leads elsewhere';
  const wire = transport(options.authorities ?? [], elsewhere, options.env ?? process.env);
  try {
    const secure = await ask(wire, `https://${host}/v2/`, options.signal);
    const plain = await ask(wire, `http://${host}/v2/`, options.signal);
    const plainHttp = plain.status !== undefined && [200, 401, 403].includes(plain.status) && !plain.encrypted;
    return {
      tls: secure.status !== undefined || certificate.test(secure.code ?? ''),
      trusted: secure.status !== undefined,
      plainHttp,
      authentication: secure.authentication ?? (plainHttp ? plain.authentication : undefined) ?? null,
    };
  } finally {
    wire.close();
  }
}

interface Answered {
  status?: number;
  encrypted?: boolean;
  authentication?: string;
  code?: string;
}

async function ask(wire: Transport, url: string, signal: AbortSignal | undefined): Promise<Answered> {
  try {
    const bounded = AbortSignal.any([AbortSignal.timeout(15_000), ...(signal === undefined ? [] : [signal])]);
    const answer = await wire.send(new URL(url), {
      method: 'GET',
      headers: { 'user-agent': 'hwaseong' },
      signal: bounded,
    });
    const encrypted = 'encrypted' in answer.socket && answer.socket.encrypted === true;
    answer.destroy();
    const [challenge] = challengesOf(answer.headers['www-authenticate']);
    const status = answer.statusCode ?? 0;
    const authentication = status === 200 ? 'none' : challenge?.scheme;
    return { status, encrypted, ...(authentication !== undefined && { authentication }) };
  } catch (error) {
    signal?.throwIfAborted();
    return { code: error instanceof Error && 'code' in error ? String(error.code) : 'Error' };
  }
}

/** The registry as anybody sees it: no credentials, not even those of this machine. */
export function openAnonymously(registry: string, options: RegistryOptions): Registry {
  return openRegistry(registry, { ...options, credentials: {}, localCredentials: false });
}
