import { isObject, type Json, type JsonObject, UserError } from '../../model/index.ts';
import { findCredential } from '../image/credentials.ts';
import { bodyOf } from '../image/http.ts';
import { imageErrors, openRegistry } from '../image/index.ts';
import { parsed } from '../image/manifest.ts';
import { catalogs, pullAnonymously } from './distribution.ts';
import { TooMany } from './failure.ts';
import { blank, MOST_MANIFESTS, related, textIn, time } from './manifest.ts';
import { knock, openAnonymously } from './probe.ts';
import type {
  Grant,
  Immutability,
  KnownManifests,
  Listing,
  ManifestItem,
  RegistryOptions,
  RegistrySource,
} from './types.ts';

const API = '/api/v2.0';
const PAGE = 100;
const MOST_PAGES = 1000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Roles of members by id (Harbor, "User Permissions By Role"): 1 admin, 2 developer, 3 guest, 4 maintainer, 5 limited guest. */
const pushing = new Set([1, 2, 4]);
const deleting = new Set([1, 4]);

/** Harbor, by its API v2.0 (https://goharbor.io/docs/latest/build-customize-contribute/configure-swagger/). */
export function harborSource(registry: string, options: RegistryOptions): RegistrySource {
  const entered = openRegistry(registry, options);
  const anybody = openAnonymously(registry, options);
  let authorization: Promise<string | undefined> | undefined;
  const kept = new Map<string, Promise<unknown>>();

  /** What is asked for every repository of a project is asked once. */
  function once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = kept.get(key) ?? ask();
    kept.set(key, known);
    return known as Promise<T>;
  }

  async function get(path: string): Promise<Json> {
    // Harbor's API does not say that it wants to be entered by a password; it only refuses.
    authorization ??= findCredential(registry, '', options).then((found) =>
      found === undefined || found.identityToken !== undefined
        ? undefined
        : `Basic ${Buffer.from(`${found.username}:${found.password}`).toString('base64')}`,
    );
    const own = await authorization;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (own !== undefined) headers.authorization = own;
    const answer = await entered.send(
      `${API}${path}`,
      { method: 'GET', headers },
      { name: `${registry}${API}${path}` },
    );
    const status = answer.statusCode ?? 0;
    if (status === 404) {
      answer.destroy();
      throw imageErrors.notFound(`${registry}${API}${path}`);
    }
    const body = await bodyOf(answer, MOST_BYTES);
    if (status === 401 || status === 403)
      throw imageErrors.denied(`${registry}${API}${path}`, own === undefined ? undefined : 'the account');
    const value = status === 200 ? parsed(body) : undefined;
    if (value === undefined) throw imageErrors.answer(registry, status, status === 200 ? 'no JSON' : '');
    return value;
  }

  async function* list(path: string): AsyncGenerator<JsonObject> {
    for (let page = 1; ; page += 1) {
      if (page > MOST_PAGES) throw new TooMany(`more than ${MOST_PAGES} pages of ${path}`);
      const found = await get(`${path}${path.includes('?') ? '&' : '?'}page=${page}&page_size=${PAGE}`);
      if (!Array.isArray(found)) throw imageErrors.answer(registry, 200, 'no list');
      yield* found.filter(isObject);
      if (found.length < PAGE) return;
    }
  }

  const all = async (path: string): Promise<JsonObject[]> => {
    const found: JsonObject[] = [];
    for await (const one of list(path)) found.push(one);
    return found;
  };
  const projects = () => once('projects', () => all('/projects'));
  const project = async (repository: string): Promise<JsonObject> => {
    const name = projectOf(repository);
    const found = (await projects()).find((one) => one.name === name);
    if (found === undefined) throw imageErrors.notFound(`${registry}/${name}`);
    return found;
  };
  const projectPath = (repository: string) => `/projects/${encodeURIComponent(projectOf(repository))}`;

  async function robots(): Promise<JsonObject[]> {
    const found = await all('/robots');
    for (const one of await projects()) {
      const id = Number(one.project_id);
      if (Number.isInteger(id))
        found.push(...(await all(`/robots?q=${encodeURIComponent(`Level=project,ProjectID=${id}`)}`)));
    }
    return [...new Map(found.map((robot) => [String(robot.id ?? robot.name), robot])).values()];
  }

  return {
    type: 'harbor',
    registry,
    async about() {
      const system = await get('/systeminfo');
      const told = isObject(system) ? system : {};
      return {
        registry,
        type: 'harbor',
        ...(await knock(registry, options)),
        ...(await catalogs(registry, entered, anybody)),
        version: textIn(told, 'harbor_version') || null,
        authMode: textIn(told, 'auth_mode') || null,
        selfRegistration: told.self_registration === true,
      };
    },
    async *listRepositories() {
      for (const one of await projects()) {
        for await (const repository of list(`/projects/${encodeURIComponent(textIn(one, 'name'))}/repositories`)) {
          const name = textIn(repository, 'name');
          if (name === '') continue;
          yield {
            name,
            registry,
            type: 'harbor',
            created: time(repository.creation_time),
            tellsPulls: true,
            tellsUntagged: true,
            project: textIn(one, 'name'),
            projectId: typeof one.project_id === 'number' ? one.project_id : null,
            pulls: typeof repository.pull_count === 'number' ? repository.pull_count : null,
          };
        }
      }
    },
    async listManifests(repository, known) {
      const items: ManifestItem[] = [];
      const name = repository.slice(projectOf(repository).length + 1);
      // A name with slashes is encoded twice.
      const place = `${projectPath(repository)}/repositories/${encodeURIComponent(encodeURIComponent(name))}/artifacts`;
      const listing: Listing<ManifestItem> = { items };
      try {
        for await (const artifact of list(`${place}?with_tag=true&with_accessory=true&with_immutable_status=true`)) {
          if (items.length === MOST_MANIFESTS) throw new TooMany(`more than ${MOST_MANIFESTS} artifacts`);
          items.push(...manifestsOf(artifact, known));
        }
      } catch (error) {
        if (items.length === 0) throw error;
        listing.error = error;
      }
      return { ...listing, items: related(items, true) };
    },
    tryAnonymously: (repository, digest) => pullAnonymously(anybody, registry, repository, digest),
    async readImmutability(repository) {
      const rules = await once(`immutable ${projectOf(repository)}`, () =>
        all(`${projectPath(repository)}/immutabletagrules`),
      );
      return immutabilityOf(rules, repository.slice(projectOf(repository).length + 1));
    },
    async readRetention(repository) {
      const { metadata } = await project(repository);
      const id = isObject(metadata) ? Number(metadata.retention_id) : Number.NaN;
      if (!Number.isInteger(id) || id <= 0) return null;
      const policy = await once(`retention ${id}`, () => get(`/retentions/${id}`));
      if (!isObject(policy)) return null;
      const trigger = isObject(policy.trigger) && isObject(policy.trigger.settings) ? policy.trigger.settings : {};
      const rules = Array.isArray(policy.rules)
        ? policy.rules.filter((rule) => isObject(rule) && rule.disabled !== true)
        : [];
      // Without a schedule it is applied by hand, which nobody does.
      return { policy, rules: textIn(trigger, 'cron') === '' ? 0 : rules.length };
    },
    async readScanning(repository) {
      const { metadata } = await project(repository);
      return { onPush: isObject(metadata) && String(metadata.auto_scan) === 'true' };
    },
    async listGrants(repository) {
      const own = await project(repository);
      const members = await once(`members ${projectOf(repository)}`, () => all(`${projectPath(repository)}/members`));
      const accounts = await once('robots', robots);
      return [...publicGrant(own), ...members.map(memberGrant), ...robotGrants(accounts, projectOf(repository))];
    },
    lists: [
      ['ListProjects', async () => (await projects()).map(projectItem)],
      ['ListRobots', async () => (await once('robots', robots)).map(robotItem)],
      ['ListReplications', async () => (await all('/replication/policies')).map(replicationItem)],
    ],
    close() {
      entered.close();
      anybody.close();
    },
  };
}

/** Whether a host is Harbor: its API says how people sign in, to everybody. */
export async function isHarbor(registry: string, options: RegistryOptions): Promise<boolean> {
  const anybody = openAnonymously(registry, options);
  try {
    const answer = await anybody.send(
      `${API}/systeminfo`,
      { method: 'GET', headers: { accept: 'application/json' } },
      { name: registry },
    );
    const body = await bodyOf(answer, 1024 * 1024);
    const told = answer.statusCode === 200 ? parsed(body) : undefined;
    return isObject(told) && ('auth_mode' in told || 'harbor_version' in told);
  } catch (error) {
    // One that cannot be reached is told of by what is asked next.
    if (error instanceof UserError && error.code !== 'image-unreachable') return false;
    throw error;
  } finally {
    anybody.close();
  }
}

function projectOf(repository: string): string {
  return repository.split('/', 1)[0] as string;
}

function manifestsOf(artifact: JsonObject, known: KnownManifests): ManifestItem[] {
  const digest = textIn(artifact, 'digest');
  if (digest === '') return [];
  const tags = objects(artifact.tags)
    .map((tag) => textIn(tag, 'name'))
    .filter((tag) => tag !== '');
  const attributes = isObject(artifact.extra_attrs) ? artifact.extra_attrs : {};
  const references = objects(artifact.references);
  const accessories = objects(artifact.accessories);
  const platformOf = (platform: JsonObject) =>
    [textIn(platform, 'os'), textIn(platform, 'architecture'), textIn(platform, 'variant')]
      .filter((part) => part !== '')
      .join('/');
  const own = platformOf(attributes);
  const listed = references.flatMap(({ platform }) =>
    isObject(platform) && textIn(platform, 'os') !== 'unknown' ? [platformOf(platform)] : [],
  );
  const mediaType = textIn(artifact, 'manifest_media_type');
  const isIndex = /index|manifest\.list/.test(mediaType) || references.length > 0;
  const isImage = textIn(artifact, 'type') === 'IMAGE';
  const item: ManifestItem = {
    ...blank(digest, tags),
    mediaType,
    artifactType: textIn(artifact, 'artifact_type') || null,
    type: isIndex ? 'index' : isImage ? 'image' : 'artifact',
    size: typeof artifact.size === 'number' ? artifact.size : null,
    created: time(attributes.created) ?? known.get(digest)?.created ?? null,
    pushed: time(artifact.push_time),
    pulled: time(artifact.pull_time),
    platforms: isIndex ? listed : own === '' ? (isImage ? null : []) : [own],
    children: references.map((one) => textIn(one, 'child_digest')),
    signed: accessories.some((one) => /^signature\./.test(textIn(one, 'type'))) ? true : null,
  };
  const refer = accessories.map(
    (one): ManifestItem => ({
      ...blank(textIn(one, 'digest'), []),
      type: 'accessory',
      artifactType: textIn(one, 'type') || null,
      size: typeof one.size === 'number' ? one.size : null,
      pushed: time(one.creation_time),
      platforms: [],
      subject: digest,
    }),
  );
  return [item, ...refer.filter((one) => one.digest !== '')];
}

function immutabilityOf(rules: readonly JsonObject[], name: string): Immutability {
  const matching = rules.filter(({ disabled, scope_selectors: scope }) => {
    if (disabled === true) return false;
    const selectors = isObject(scope) ? objects(scope.repository) : [];
    return selectors.every(
      (one) => doublestar(textIn(one, 'pattern'), name) === (textIn(one, 'decoration') !== 'repoExcludes'),
    );
  });
  const patterns = matching.flatMap(({ tag_selectors: tags }) => objects(tags));
  const whole = patterns.some(
    (one) => textIn(one, 'decoration') !== 'excludes' && /^\*\*?$/.test(textIn(one, 'pattern')),
  );
  if (whole) return { mode: 'immutable', exceptions: [] };
  return {
    mode: patterns.length === 0 ? 'mutable' : 'partly',
    exceptions: patterns.map((one) => `${textIn(one, 'decoration')} ${textIn(one, 'pattern')}`),
  };
}

/** `**` stands for anything, `*` and `?` for what lies between slashes, `{a,b}` for either. Linear in the text for each star. */
export function doublestar(pattern: string, text: string): boolean {
  const alternatives = /^([^{}]*)\{([^{}]*)\}(.*)$/s.exec(pattern);
  if (alternatives !== null) {
    const [, before = '', inner = '', after = ''] = alternatives;
    return inner
      .split(',')
      .slice(0, 100)
      .some((one) => doublestar(`${before}${one}${after.replace(/[{}]/g, '')}`, text));
  }
  let states = new Set([0]);
  const skip = (from: Set<number>) => {
    for (const state of from) if (pattern[state] === '*') from.add(state + (pattern[state + 1] === '*' ? 2 : 1));
    return from;
  };
  skip(states);
  for (const character of text) {
    const next = new Set<number>();
    for (const state of states) {
      const wanted = pattern[state];
      if (wanted === '*') {
        if (pattern[state + 1] === '*' || character !== '/') next.add(state);
      } else if (wanted === character || (wanted === '?' && character !== '/')) next.add(state + 1);
    }
    states = skip(next);
  }
  return states.has(pattern.length);
}

function projectItem(one: JsonObject): JsonObject {
  const metadata = isObject(one.metadata) ? one.metadata : {};
  const set = (key: string) => String(metadata[key]) === 'true';
  return {
    name: textIn(one, 'name'),
    public: set('public'),
    scansOnPush: set('auto_scan'),
    stopsVulnerable: set('prevent_vul'),
    severity: textIn(metadata, 'severity') || null,
    wantsSignature: set('enable_content_trust') || set('enable_content_trust_cosign'),
    proxyCache: typeof one.registry_id === 'number' && one.registry_id > 0,
    repositories: typeof one.repo_count === 'number' ? one.repo_count : null,
  };
}

function robotItem(robot: JsonObject): JsonObject {
  const seconds = Number(robot.expires_at);
  return {
    name: textIn(robot, 'name'),
    level: textIn(robot, 'level'),
    disabled: robot.disable === true,
    expires: seconds > 0 ? new Date(Math.min(seconds, 253_402_300_799) * 1000).toISOString() : null,
    created: time(robot.creation_time),
    permissions: objects(robot.permissions).map((one) => ({
      kind: textIn(one, 'kind'),
      namespace: textIn(one, 'namespace'),
      access: accessOf(one),
    })),
  };
}

function replicationItem(policy: JsonObject): JsonObject {
  const push = isObject(policy.dest_registry) && Number(policy.dest_registry.id) > 0;
  const other = push ? policy.dest_registry : policy.src_registry;
  const registry = isObject(other) ? other : {};
  return {
    name: textIn(policy, 'name'),
    enabled: policy.enabled !== false,
    direction: push ? 'push' : 'pull',
    registry: textIn(registry, 'name'),
    url: textIn(registry, 'url'),
    insecure: registry.insecure === true,
  };
}

function publicGrant(one: JsonObject): Grant[] {
  if (!isObject(one.metadata) || String(one.metadata.public) !== 'true') return [];
  return [
    { who: '*', type: 'everybody', pull: true, push: false, delete: false, by: 'public project', conditions: null },
  ];
}

function memberGrant(member: JsonObject): Grant {
  const role = Number(member.role_id);
  return {
    who: textIn(member, 'entity_name'),
    type: textIn(member, 'entity_type') === 'g' ? 'group' : 'user',
    pull: role >= 1 && role <= 5,
    push: pushing.has(role),
    delete: deleting.has(role),
    by: `role ${textIn(member, 'role_name') || role}`,
    conditions: null,
  };
}

function robotGrants(robots: readonly JsonObject[], project: string): Grant[] {
  return robots.flatMap((robot) => {
    if (robot.disable === true) return [];
    const access = objects(robot.permissions)
      .filter((one) => textIn(one, 'kind') !== 'system' && ['*', project].includes(textIn(one, 'namespace')))
      .flatMap(accessOf);
    const may = (action: string) => access.includes(`repository:${action}`);
    if (!may('pull') && !may('push') && !may('delete')) return [];
    return [
      {
        who: textIn(robot, 'name'),
        type: 'robot',
        pull: may('pull') || may('push'),
        push: may('push'),
        delete: may('delete'),
        by: access.join(' '),
        conditions: null,
      },
    ];
  });
}

function accessOf(permission: JsonObject): string[] {
  return objects(permission.access)
    .filter((one) => textIn(one, 'effect') !== 'deny')
    .map((one) => `${textIn(one, 'resource')}:${textIn(one, 'action')}`);
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
