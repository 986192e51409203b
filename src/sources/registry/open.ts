import { isEcr } from '../image/ecr.ts';
import { imageErrors } from '../image/errors.ts';
import { parseReference } from '../image/reference.ts';
import { distributionSource } from './distribution.ts';
import { ecrSource } from './ecr.ts';
import { harborSource, isHarbor } from './harbor.ts';
import type { RegistryOptions, RegistrySource } from './types.ts';

/** A registry as somebody names it: `registry.example:5000`, `https://registry.example/team`. */
export interface NamedRegistry {
  registry: string;
  /** Spoken to without TLS: `http://`. */
  plain: boolean;
  /** What follows the host: repositories below it are meant. */
  below?: string;
}

/**
 * Reads what somebody gives as the address of a registry.
 *
 * @throws UserError where it is none
 */
export function parseRegistry(text: string): NamedRegistry {
  const [, scheme = '', host = '', path = ''] = /^(?:(https?):\/\/)?([^/?#\s]+)(?:\/([^?#\s]*))?$/i.exec(text) ?? [];
  const below = path.replace(/^v2(?:\/|$)/, '').replace(/\/+$/, '');
  const isHost = /[.:]/.test(host) || host === 'localhost';
  // A reference to an image has to name its registry by a host.
  if (!isHost || host.includes('@')) throw imageErrors.reference(text);
  const { registry } = parseReference(`${host}/${below === '' ? 'any' : below}`);
  return { registry, plain: scheme.toLowerCase() === 'http', ...(below !== '' && { below }) };
}

/**
 * Opens a registry: ECR is known by its host, Harbor by its API, and every other one speaks the API of the OCI.
 *
 * @throws UserError where it cannot be reached
 */
export async function openSource(registry: string, options: RegistryOptions): Promise<RegistrySource> {
  const type =
    options.type ?? (isEcr(registry) ? 'ecr' : (await isHarbor(registry, options)) ? 'harbor' : 'distribution');
  switch (type) {
    case 'ecr':
      if (!isEcr(registry)) throw imageErrors.reference(registry);
      return ecrSource(registry, options);
    case 'harbor':
      return harborSource(registry, options);
    case 'distribution':
      return distributionSource(registry, options);
  }
}
