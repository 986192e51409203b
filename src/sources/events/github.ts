import { type Activity, isObject, type JsonObject } from '../../model/index.ts';
import { lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const layout = {
  fields: {
    actor: ['actor', 'sender.login', 'pusher.name'],
    repo: ['repo', 'repository.full_name', 'repository'],
    org: ['org', 'organization.login', 'repository.owner.login'],
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** What a webhook is about: the object that has the time of the event. */
const subjects = [
  'workflow_job',
  'workflow_run',
  'check_run',
  'issue',
  'pull_request',
  'release',
  'deployment',
  'comment',
  'alert',
  'key',
];

/** Webhooks about a repository have no time of their own; these are told as it changes. */
const repositoryActions = /^(created|archived|unarchived|publicized|privatized|renamed|transferred|edited|deleted)$/;

/** GitHub audit log of an organisation or enterprise, and webhooks: https://docs.github.com/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization */
export const github: EventSource = {
  id: 'github',
  title: { en: 'GitHub audit log', ko: 'GitHub 감사 로그' },
  provider: 'github',
  logsources: [{ product: 'github', service: 'audit' }],
  ...layout,
  recognises: (record) => isAudit(record) || isWebhook(record),
  read(record) {
    const time = timeOf(
      look.value(
        record,
        '@timestamp',
        'created_at',
        'timestamp',
        'head_commit.timestamp',
        ...subjects.flatMap((subject) => [`${subject}.completed_at`, `${subject}.updated_at`, `${subject}.created_at`]),
        ...(repositoryActions.test(nameOf(record)) ? ['repository.updated_at', 'repository.created_at'] : []),
      ),
    );
    if (time === undefined) return undefined;
    return { id: look.text(record, '_document_id') ?? hashId(record), time, name: nameOf(record) };
  },
  nameField: 'action',
  describe({ id, time, name, record }): Activity {
    const repo = look.text(record, 'repo');
    const actor = look.text(record, 'actor');
    const failed = /(^|[._])(failed|denied|failure)$/.test(name);
    return {
      id,
      source: 'github',
      time: isoTime(time),
      action: name,
      service: 'GitHub',
      outcome: failed ? 'failure' : 'success',
      ...(failed ? { error: look.text(record, 'reason', 'message') ?? name } : {}),
      actor: actorOf(record, actor),
      account: look.text(record, 'org', 'business') ?? '',
      region: 'global',
      ip: addressIn(look.text(record, 'actor_ip')),
      agent: look.text(record, 'user_agent'),
      assets: repo === undefined ? [] : [`github.com/${repo}`],
      classUid: ocsfClass.api,
    };
  },
};

function isAudit(record: JsonObject): boolean {
  const action = record['action'];
  return (
    typeof action === 'string' &&
    /^[a-z0-9_]+\.[a-z0-9_.]+$/i.test(action) &&
    ['actor', 'org', 'business', 'repo', '_document_id', 'actor_ip'].some((field) => typeof record[field] === 'string')
  );
}

function isWebhook(record: JsonObject): boolean {
  const repository = record['repository'];
  return (
    isObject(repository) &&
    typeof repository['full_name'] === 'string' &&
    (typeof record['action'] === 'string' || typeof record['ref'] === 'string')
  );
}

/** A push has no action. */
function nameOf(record: JsonObject): string {
  return look.text(record, 'action') ?? (Array.isArray(record['commits']) ? 'push' : '');
}

function actorOf(record: JsonObject, actor: string | undefined): Activity['actor'] {
  if (actor === undefined) return { type: 'unknown', id: '', name: '' };
  const isBot = record['actor_is_bot'] === true || actor.endsWith('[bot]');
  const session = look.text(record, 'hashed_token', 'token_id', 'oauth_application_id');
  return { type: isBot ? 'service-account' : 'user', id: actor.toLowerCase(), name: actor, session };
}
