import type { Activity, JsonObject } from '../../model/index.ts';
import { asText, lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

// Public rules write names in lower case, Okta in camel case.
const layout = {
  caseless: true,
  fields: { 'target.user.id': 'target.id', src_ip: 'client.ipAddress' },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** Okta System Log: https://developer.okta.com/docs/reference/api/system-log/ */
export const okta: EventSource = {
  id: 'okta',
  title: { en: 'Okta system log', ko: 'Okta 시스템 로그' },
  provider: 'okta',
  logsources: [{ product: 'okta', service: 'okta' }],
  ...layout,
  recognises: (record) =>
    look.text(record, 'eventType') !== undefined &&
    (look.value(record, 'published') ?? look.value(record, 'legacyEventType')) !== undefined &&
    look.value(record, 'actor', 'client', 'displayMessage') !== undefined,
  read(record) {
    const time = timeOf(look.value(record, 'published'));
    if (time === undefined) return undefined;
    return { id: look.text(record, 'uuid') ?? hashId(record), time, name: look.text(record, 'eventType') ?? '' };
  },
  nameField: 'eventType',
  describe({ id, time, name, record }): Activity {
    const result = look.text(record, 'outcome.result')?.toUpperCase();
    const outcome =
      result === undefined ? 'unknown' : /^(SUCCESS|ALLOW|CHALLENGE)$/.test(result) ? 'success' : 'failure';
    const signIn = /^user\.(session\.start|authentication\.)/.test(name);
    return {
      id,
      source: 'okta',
      time: isoTime(time),
      action: name,
      service: 'Okta',
      outcome,
      ...(outcome === 'failure' ? { error: look.text(record, 'outcome.reason') ?? result } : {}),
      actor: actorOf(record),
      account: '',
      region: 'global',
      ip: addressIn(look.text(record, 'client.ipAddress', 'request.ipChain.ip')),
      agent: look.text(record, 'client.userAgent.rawUserAgent'),
      assets: targetsOf(record),
      classUid: signIn ? ocsfClass.authentication : ocsfClass.api,
    };
  },
};

function actorOf(record: JsonObject): Activity['actor'] {
  const id = look.text(record, 'actor.alternateId', 'actor.id');
  if (id === undefined || id === 'unknown') return { type: 'unknown', id: '', name: '' };
  const kind = look.text(record, 'actor.type') ?? 'User';
  const type = kind === 'User' ? 'user' : kind === 'SystemPrincipal' ? 'service' : 'service-account';
  const session = look.text(record, 'authenticationContext.externalSessionId');
  return {
    type,
    id: id.toLowerCase(),
    name: look.text(record, 'actor.displayName') ?? id,
    session: session === 'unknown' ? undefined : session,
  };
}

function targetsOf(record: JsonObject): string[] {
  const ids = look.value(record, 'target.alternateId');
  const own = asText(look.value(record, 'actor.alternateId'));
  const others = (Array.isArray(ids) ? ids : [ids])
    .map(asText)
    .filter((id) => id !== undefined && id !== 'unknown' && id !== own);
  return [...new Set(others as string[])].slice(0, 100);
}
