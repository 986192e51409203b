import { imageErrors } from './errors.ts';

/** An image in a registry, all of it said. */
export interface Reference {
  /** `docker.io`, `registry.example:5000`. */
  registry: string;
  /** `library/alpine`. */
  repository: string;
  /** `latest` where neither tag nor digest is named. */
  tag?: string;
  digest?: string;
}

const hub = 'docker.io';

const host =
  /^(?:\[[0-9a-f:]+\]|(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])(?:\.(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]))*)(?::\d{1,5})?$/i;
const repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagName = /^\w[\w.-]{0,127}$/;
const digestForm = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

export function isDigest(text: string): boolean {
  return digestForm.test(text);
}

/**
 * Reads a reference as Docker does: the first part is a registry where it has a dot or a port or is `localhost`, else the registry is
 * Docker Hub, whose images without an owner lie in `library/`.
 *
 * @throws UserError `image-reference`
 */
export function parseReference(text: string): Reference {
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const named = at === -1 ? text : text.slice(0, at);
  const slash = named.indexOf('/');
  const first = slash === -1 ? '' : named.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const registry = isHost ? normalHost(first) : hub;
  const rest = isHost ? named.slice(slash + 1) : named;
  const colon = rest.indexOf(':');
  const path = colon === -1 ? rest : rest.slice(0, colon);
  const tag = colon === -1 ? undefined : rest.slice(colon + 1);
  const repository = registry === hub && !path.includes('/') ? `library/${path}` : path;
  const isValid =
    host.test(registry) &&
    repository.length <= 255 &&
    repositoryName.test(repository) &&
    (tag === undefined || tagName.test(tag)) &&
    (digest === undefined || isDigest(digest));
  if (!isValid) throw imageErrors.reference(text);
  const reference: Reference = { registry, repository };
  if (digest !== undefined) reference.digest = digest;
  if (tag !== undefined) reference.tag = tag;
  else if (digest === undefined) reference.tag = 'latest';
  return reference;
}

/** The reference in full: `docker.io/library/alpine:3.19`. */
export function referenceText({ registry, repository, tag, digest }: Reference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function normalHost(name: string): string {
  const lower = name.toLowerCase();
  return lower === 'index.docker.io' || lower === 'registry-1.docker.io' || lower === 'registry.hub.docker.com'
    ? hub
    : lower;
}

/** The host that speaks for a registry. */
export function apiHost(registry: string): string {
  return registry === hub ? 'registry-1.docker.io' : registry;
}

/** Whether a registry is this machine itself. */
export function isLoopback(registry: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(registry);
}
