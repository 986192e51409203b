import type { IncomingMessage, ServerResponse } from 'node:http';
import { listening, type Running } from '../image/registry.fixture.ts';

/** A digest that is as good as any. */
export const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

const artifacts = [
  {
    digest: digest('a'),
    type: 'IMAGE',
    manifest_media_type: 'application/vnd.oci.image.manifest.v1+json',
    size: 5000,
    push_time: '2026-05-01T00:00:00.000Z',
    pull_time: '2026-05-20T00:00:00.000Z',
    extra_attrs: { architecture: 'amd64', os: 'linux', created: '2026-04-30T00:00:00Z' },
    tags: [{ name: '1.4.2' }, { name: 'latest' }],
    accessories: [{ type: 'signature.cosign', digest: digest('b'), size: 10, creation_time: '2026-05-01T00:00:01Z' }],
  },
  {
    digest: digest('c'),
    type: 'IMAGE',
    manifest_media_type: 'application/vnd.oci.image.index.v1+json',
    size: 9000,
    push_time: '2026-01-01T00:00:00.000Z',
    pull_time: '0001-01-01T00:00:00.000Z',
    tags: null,
    references: [
      { child_digest: digest('d'), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      { child_digest: digest('e'), platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  },
];

const selector = (decoration: string, pattern: string) => ({ kind: 'doublestar', decoration, pattern });

/** What Harbor answers on its documented API (v2.0), as far as it is asked. */
const answers: Record<string, unknown> = {
  '/projects': [
    {
      project_id: 3,
      name: 'team',
      repo_count: 101,
      metadata: { public: 'false', auto_scan: 'true', retention_id: '7' },
    },
    { project_id: 4, name: 'open', repo_count: 0, metadata: { public: 'true', prevent_vul: 'true' } },
  ],
  '/projects/team/repositories': Array.from({ length: 101 }, (_, index) => ({
    name: index === 0 ? 'team/inner/app' : `team/empty${index}`,
    creation_time: '2026-01-01T00:00:00Z',
    pull_count: index,
  })),
  '/projects/open/repositories': [],
  '/projects/team/repositories/inner%252Fapp/artifacts': artifacts,
  '/projects/team/immutabletagrules': [
    {
      disabled: false,
      tag_selectors: [selector('matches', '1.*')],
      scope_selectors: { repository: [selector('repoMatches', '{inner,outer}/**')] },
    },
    { disabled: true, tag_selectors: [selector('matches', '**')] },
  ],
  '/projects/team/members': [
    { entity_name: 'alice', entity_type: 'u', role_id: 2, role_name: 'developer' },
    { entity_name: 'auditors', entity_type: 'g', role_id: 3, role_name: 'guest' },
  ],
  '/retentions/7': {
    id: 7,
    rules: [{ action: 'retain', disabled: false }],
    trigger: { kind: 'Schedule', settings: { cron: '0 0 0 * * *' } },
  },
  '/robots': [
    {
      id: 1,
      name: 'robot$everywhere',
      level: 'system',
      expires_at: -1,
      disable: false,
      permissions: [{ kind: 'project', namespace: '*', access: [{ resource: 'repository', action: 'push' }] }],
    },
  ],
  '/robots?Level=project,ProjectID=3': [
    {
      id: 2,
      name: 'robot$team+runtime',
      level: 'project',
      expires_at: 1_790_000_000,
      disable: false,
      permissions: [{ kind: 'project', namespace: 'team', access: [{ resource: 'repository', action: 'pull' }] }],
    },
  ],
  '/robots?Level=project,ProjectID=4': [],
  '/replication/policies': [
    {
      name: 'mirror',
      enabled: true,
      dest_registry: { id: 9, name: 'other', url: 'http://other.example', insecure: true },
    },
  ],
};

/** Harbor's account. */
export const administrator = { username: 'admin', password: 'secret:word' };

/** A server that answers as Harbor does; `deny` are beginnings of paths that the account may not ask. */
export function startHarbor(deny: readonly string[] = []): Promise<Running> {
  return listening((question, answer) => void answerTo(question, answer, deny));
}

function answerTo(question: IncomingMessage, answer: ServerResponse, deny: readonly string[]): void {
  const url = new URL(question.url ?? '', 'http://127.0.0.1');
  const basic = `Basic ${Buffer.from(`${administrator.username}:${administrator.password}`).toString('base64')}`;
  const isKnown = question.headers.authorization === basic;
  if (!url.pathname.startsWith('/api/v2.0')) {
    answer.writeHead(401, { 'www-authenticate': 'Basic realm="harbor"' }).end();
    return;
  }
  const path = url.pathname.slice('/api/v2.0'.length);
  const json = (value: unknown) =>
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (path === '/systeminfo') {
    json({ auth_mode: 'db_auth', self_registration: true, ...(isKnown && { harbor_version: 'v2.12.0' }) });
    return;
  }
  if (!isKnown || deny.some((one) => path.startsWith(one))) {
    answer.writeHead(isKnown ? 403 : 401).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
    return;
  }
  const query = url.searchParams.get('q');
  const found = answers[query === null ? path : `${path}?${query}`] ?? (path.endsWith('/artifacts') ? [] : undefined);
  if (found === undefined) {
    answer.writeHead(404).end('{"errors":[{"code":"NOT_FOUND"}]}');
    return;
  }
  const size = Number(url.searchParams.get('page_size') ?? 10);
  const page = Number(url.searchParams.get('page') ?? 1);
  json(Array.isArray(found) ? found.slice((page - 1) * size, page * size) : found);
}
