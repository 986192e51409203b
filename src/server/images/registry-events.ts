import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { text } from './views.ts';

/** Who tells that an image was pushed. */
export type EventKind = 'distribution' | 'harbor' | 'ecr';

/** An image that was pushed. */
export interface Pushed {
  /** As the sender calls the registry; it may answer us under another name. */
  host: string;
  repository: string;
  tag: string | undefined;
  digest: string | undefined;
}

/** What a registry told: images that were pushed, and how many of its events were none. */
export interface RegistryEvents {
  pushed: Pushed[];
  ignored: number;
}

/** Events read of one notice. */
const MOST_EVENTS = 1000;

/**
 * Reads what a registry told: `distribution`: an envelope of the Distribution's notifications; `harbor`: its webhook, in its own form
 * or as a CloudEvent; `ecr`: an event of EventBridge. Undefined where the body is none of them.
 *
 * https://distribution.github.io/distribution/about/notifications/, https://goharbor.io/docs/latest/working-with-projects/project-configuration/configure-webhooks/,
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function readRegistryEvents(kind: EventKind, body: Json): RegistryEvents | undefined {
  if (kind === 'distribution') return readDistribution(body);
  const events = (Array.isArray(body) ? body : [body]).slice(0, MOST_EVENTS);
  if (!events.every(isObject)) return undefined;
  const read = kind === 'harbor' ? readHarbor : readEcr;
  const found = events.map((event) => read(event));
  if (found.includes(undefined)) return undefined;
  const pushed = found.flatMap((one) => one ?? []);
  return { pushed, ignored: found.filter((one) => one?.length === 0).length };
}

function readDistribution(body: Json): RegistryEvents | undefined {
  if (!isObject(body) || !Array.isArray(body.events)) return undefined;
  const events = body.events.slice(0, MOST_EVENTS).filter(isObject);
  const pushed = events.flatMap(({ action, target, request }): Pushed[] => {
    if (action !== 'push' || !isObject(target) || !isImage(target.mediaType)) return [];
    const repository = text(target.repository);
    const host = isObject(request) ? text(request.host) : null;
    if (repository === null) return [];
    return [pushedImage(host, repository, target.tag, target.digest)];
  });
  return { pushed, ignored: body.events.length - pushed.length };
}

/** Layers and configurations are pushed too; a manifest or an index is what can be scanned. */
function isImage(mediaType: Json | undefined): boolean {
  return typeof mediaType === 'string' && /(?:manifest|index)(?:\.list)?\.v\d\+(?:json|prettyjws)$/.test(mediaType);
}

/** `event_data.resources` in its own form; `data.resources` in that of CloudEvents. */
function readHarbor(event: JsonObject): Pushed[] | undefined {
  const type = text(event.type);
  const data = isObject(event.event_data) ? event.event_data : event.data;
  if (type === null) return undefined;
  if (!/^(?:PUSH_ARTIFACT|harbor\.artifact\.pushed)$/.test(type)) return [];
  if (!isObject(data) || !Array.isArray(data.resources)) return undefined;
  const named = isObject(data.repository) ? text(data.repository.repo_full_name) : null;
  return data.resources
    .slice(0, MOST_EVENTS)
    .filter(isObject)
    .flatMap((resource) => {
      const address = text(resource.resource_url);
      const host = address === null ? null : (address.split('/')[0] ?? null);
      const repository =
        named ??
        address
          ?.split('/')
          .slice(1)
          .join('/')
          .replace(/[:@].*$/, '') ??
        '';
      if (repository === '') return [];
      return [pushedImage(host, repository, resource.tag, resource.digest)];
    });
}

function readEcr(event: JsonObject): Pushed[] | undefined {
  const { detail, account, region } = event;
  if (event.source !== 'aws.ecr' || !isObject(detail)) return undefined;
  if (detail['action-type'] !== 'PUSH' || detail.result !== 'SUCCESS') return [];
  const repository = text(detail['repository-name']);
  if (repository === null) return undefined;
  const host = `${text(account) ?? ''}.dkr.ecr.${text(region) ?? ''}.amazonaws.com`;
  return [pushedImage(host, repository, detail['image-tag'], detail['image-digest'])];
}

function pushedImage(host: string | null, repository: string, tag: Json | undefined, digest: Json | undefined): Pushed {
  const named = text(tag);
  return {
    host: host ?? '',
    repository,
    // Harbor writes the digest where there is no tag.
    tag: named === null || named.startsWith('sha256:') ? undefined : named,
    digest: text(digest) ?? undefined,
  };
}
