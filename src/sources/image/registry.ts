import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, UserError } from '../../model/index.ts';
import { checkDigest, checked, sha256 } from './digest.ts';
import { imageErrors } from './errors.ts';
import { type Access, connectionError, isPassing, type RegistryHost, registryHost } from './host.ts';
import { BodyTooLarge, bodyOf } from './http.ts';
import { descriptorsOf, MOST_MANIFEST, mediaTypes, parsed } from './manifest.ts';
import { isDigest } from './reference.ts';
import type { ContentStore, Descriptor, FetchedManifest, ImageOptions } from './types.ts';

/** A registry that speaks the distribution API of the OCI (https://github.com/opencontainers/distribution-spec, 1.1). */
export interface Registry {
  repository(name: string): Repository;
  /** Repositories that the registry lists; few let everybody ask. */
  listRepositories(): AsyncGenerator<string>;
  /** Any other request to it, let in and retried as its own. */
  send: RegistryHost['send'];
  close(): void;
}

export interface Repository extends ContentStore {
  listTags(): AsyncGenerator<string>;
  /** Puts a blob there unless it is. Gives its descriptor. */
  pushBlob(bytes: Uint8Array, mediaType: string): Promise<Descriptor>;
  /** Puts a manifest there, under its digest and, where one is given, a tag. */
  pushManifest(bytes: Uint8Array, mediaType: string, tag?: string): Promise<Descriptor>;
}

/** Bytes of one page of a list. */
const MOST_PAGE = 8 * 1024 * 1024;
const MOST_PAGES = 10_000;
/** How often the rest of a blob is asked for where its connection breaks. */
const RESUMES = 3;

export function openRegistry(registry: string, options: ImageOptions = {}): Registry {
  const host = registryHost(registry, options);
  return {
    repository: (name) => repositoryOf(host, name),
    async *listRepositories() {
      const access = { name: registry, scope: 'registry:catalog:*' };
      yield* names(host, '/v2/_catalog?n=1000', 'repositories', access);
    },
    send: host.send,
    close: host.close,
  };
}

function repositoryOf(host: RegistryHost, repository: string): Repository {
  const root = `/v2/${repository}`;
  const nameOf = (reference: string) => `${host.registry}/${repository}${isDigest(reference) ? '@' : ':'}${reference}`;
  const reading = (reference: string): Access => ({ name: nameOf(reference), repository });
  const writing = (reference: string): Access => ({ name: nameOf(reference), repository, write: true });

  async function findManifest(reference: string): Promise<FetchedManifest | undefined> {
    const access = reading(reference);
    const accept = mediaTypes.join(', ');
    const answer = await host.send(`${root}/manifests/${reference}`, { method: 'GET', headers: { accept } }, access);
    if (answer.statusCode === 404) return gone(answer);
    if (answer.statusCode !== 200) throw await refusal(host, answer, access);
    const bytes = await whole(host, answer, access.name, MOST_MANIFEST);
    const digest = isDigest(reference) ? reference : sha256(bytes);
    const told = answer.headers['docker-content-digest'];
    checkDigest(access.name, bytes, digest);
    if (typeof told === 'string' && isDigest(told)) checkDigest(access.name, bytes, told);
    const type = (answer.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
    return { digest, mediaType: type, bytes };
  }

  async function openBlob(digest: string, size: number | undefined, signal?: AbortSignal): Promise<Readable> {
    const first = await blob(digest, 0, signal);
    return checked(resuming(digest, first, signal), nameOf(digest), digest, size);
  }

  async function blob(digest: string, from: number, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    const headers: Record<string, string> = from === 0 ? {} : { range: `bytes=${from}-` };
    const access = reading(digest);
    const answer = await host.send(`${root}/blobs/${digest}`, { method: 'GET', headers, signal }, access);
    if (answer.statusCode === 404) {
      answer.destroy();
      throw imageErrors.notFound(access.name);
    }
    if (answer.statusCode !== 200 && answer.statusCode !== 206) throw await refusal(host, answer, access);
    return answer;
  }

  /** The bytes of a blob; where the connection breaks, the rest is asked for anew. */
  async function* resuming(
    digest: string,
    first: IncomingMessage,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Buffer> {
    let answer = first;
    let had = 0;
    for (let resumes = 0; ; resumes += 1) {
      /** Bytes that come once more, from a server that knows no ranges. */
      let again = answer.statusCode === 206 ? 0 : had;
      try {
        for await (const chunk of answer as AsyncIterable<Buffer>) {
          const known = Math.min(again, chunk.length);
          again -= known;
          if (known === chunk.length) continue;
          had += chunk.length - known;
          yield chunk.subarray(known);
        }
        return;
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof UserError) throw error;
        if (resumes === RESUMES || !isPassing(error)) throw connectionError(host.registry, error);
      }
      await sleep(500 * 2 ** resumes, undefined, signal ? { signal } : {});
      answer = await blob(digest, had, signal);
    }
  }

  return {
    findManifest,
    async fetchManifest(reference) {
      const found = await findManifest(reference);
      if (!found) throw imageErrors.notFound(nameOf(reference));
      return found;
    },
    openBlob,
    async fetchBlob(digest, most) {
      const bytes = await whole(host, await blob(digest, 0, undefined), nameOf(digest), most);
      checkDigest(nameOf(digest), bytes, digest);
      return bytes;
    },
    async listReferrers(digest, artifactType) {
      const found =
        (await referrersByApi(host, root, digest, artifactType)) ?? (await referrersByTag(findManifest, digest));
      return artifactType === undefined ? found : found.filter((one) => one.artifactType === artifactType);
    },
    async *listTags() {
      yield* names(host, `${root}/tags/list?n=1000`, 'tags', { name: `${host.registry}/${repository}`, repository });
    },
    async pushBlob(bytes, mediaType) {
      const digest = sha256(bytes);
      const access = writing(digest);
      const there = await host.send(`${root}/blobs/${digest}`, { method: 'HEAD', headers: {} }, access);
      there.destroy();
      if (there.statusCode !== 200) await upload(host, root, bytes, digest, access);
      return { mediaType, digest, size: bytes.length };
    },
    async pushManifest(bytes, mediaType, tag) {
      const digest = sha256(bytes);
      const access = writing(tag ?? digest);
      const exchange = { method: 'PUT' as const, headers: { 'content-type': mediaType }, body: bytes };
      const answer = await host.send(`${root}/manifests/${tag ?? digest}`, exchange, access);
      if (answer.statusCode !== 201) throw await refusal(host, answer, access);
      answer.destroy();
      return { mediaType, digest, size: bytes.length };
    },
  };
}

async function upload(
  host: RegistryHost,
  root: string,
  bytes: Uint8Array,
  digest: string,
  access: Access,
): Promise<void> {
  const begun = await host.send(
    `${root}/blobs/uploads/`,
    { method: 'POST', headers: { 'content-length': '0' } },
    access,
  );
  const { location } = begun.headers;
  if (begun.statusCode !== 202 || location === undefined) throw await refusal(host, begun, access);
  begun.destroy();
  // What is sent to it may be relative to the registry, and has parameters of its own.
  const path = `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
  const exchange = { method: 'PUT' as const, headers: { 'content-type': 'application/octet-stream' }, body: bytes };
  const ended = await host.send(path, exchange, access);
  if (ended.statusCode !== 201) throw await refusal(host, ended, access);
  ended.destroy();
}

/** Undefined where the registry does not know the API. */
async function referrersByApi(
  host: RegistryHost,
  root: string,
  digest: string,
  artifactType: string | undefined,
): Promise<Descriptor[] | undefined> {
  const access: Access = { name: `${host.registry}${root.slice(3)}@${digest}`, repository: root.slice(4) };
  const filter = artifactType === undefined ? '' : `?artifactType=${encodeURIComponent(artifactType)}`;
  const found: Descriptor[] = [];
  for await (const page of pages(host, `${root}/referrers/${digest}${filter}`, access)) {
    if (page === undefined) return undefined;
    found.push(...descriptorsOf(isObject(page) ? page.manifests : undefined));
  }
  return found;
}

/** "Referrers Tag Schema" of the distribution specification: an index under a tag made of the digest. */
async function referrersByTag(
  find: (reference: string) => Promise<FetchedManifest | undefined>,
  digest: string,
): Promise<Descriptor[]> {
  const [algorithm = '', encoded = ''] = digest.split(':');
  const index = await find(`${algorithm.slice(0, 32)}-${encoded.slice(0, 64)}`);
  const told = index && parsed(index.bytes);
  return descriptorsOf(isObject(told) ? told.manifests : undefined);
}

async function* names(host: RegistryHost, path: string, field: string, access: Access): AsyncGenerator<string> {
  for await (const page of pages(host, path, access)) {
    const list = isObject(page) ? page[field] : undefined;
    for (const name of Array.isArray(list) ? list : []) if (typeof name === 'string') yield name;
  }
}

/** Pages of a list, each naming the next by its `Link` (RFC 8288). One undefined page: there is no such list. */
async function* pages(host: RegistryHost, path: string, access: Access): AsyncGenerator<Json | undefined> {
  let next: string | URL | undefined = path;
  for (let page = 0; next !== undefined && page < MOST_PAGES; page += 1) {
    const answer: IncomingMessage = await host.send(
      next,
      { method: 'GET', headers: { accept: 'application/json, application/vnd.oci.image.index.v1+json' } },
      access,
    );
    const status = answer.statusCode ?? 0;
    if (page === 0 && [400, 404, 405, 501].includes(status)) {
      answer.destroy();
      yield undefined;
      return;
    }
    if (status !== 200) throw await refusal(host, answer, access);
    const bytes = await whole(host, answer, access.name, MOST_PAGE);
    const told = parsed(bytes);
    if (told === undefined) throw imageErrors.answer(host.registry, status, 'no JSON');
    yield told;
    const link = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(String(answer.headers.link ?? ''))?.[1];
    next = link === undefined ? undefined : withinRegistry(link);
  }
}

/** The path alone: a list goes on where it began, whatever host its link names. */
function withinRegistry(link: string): string | undefined {
  if (!URL.canParse(link, 'https://registry.invalid')) return undefined;
  const { pathname, search } = new URL(link, 'https://registry.invalid');
  return `${pathname}${search}`;
}

function gone(answer: IncomingMessage): undefined {
  answer.destroy();
}

async function whole(host: RegistryHost, answer: IncomingMessage, name: string, most: number): Promise<Buffer> {
  try {
    return await bodyOf(answer, most);
  } catch (error) {
    throw error instanceof BodyTooLarge ? imageErrors.tooLarge(name, most) : connectionError(host.registry, error);
  }
}

/** What an answer says that is none of those hoped for ("Error Codes" of the distribution specification). */
async function refusal(host: RegistryHost, answer: IncomingMessage, { name }: Access): Promise<UserError> {
  const status = answer.statusCode ?? 0;
  const body = await bodyOf(answer, 64 * 1024).catch(() => Buffer.alloc(0));
  if (status === 401 || status === 403) return imageErrors.denied(name, host.tried());
  const told = parsed(body);
  const first = isObject(told) && Array.isArray(told.errors) ? told.errors[0] : undefined;
  const said = isObject(first) ? [first.code, first.message].filter((one) => typeof one === 'string').join(': ') : '';
  return imageErrors.answer(host.registry, status, said.slice(0, 200));
}
