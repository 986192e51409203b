import type { Kysely, Transaction } from 'kysely';
import type { IncidentNews } from '../../incidents/incident-row.ts';
import type { StoredAlert } from '../../incidents/query.ts';
import { assetsById } from '../../inventory/query.ts';
import type { Text } from '../../model/index.ts';
import type { Database } from '../../platform/store/index.ts';
import type { Notice } from '../../response/index.ts';

/** Assets by whose tags a notice is routed. */
const MOST_ASSETS = 20;

/** What is to be told of incidents that opened or grew worse, and of alerts that watches raised. */
export async function noticesOf(
  db: Kysely<Database> | Transaction<Database>,
  tenant: string,
  news: readonly IncidentNews[],
  watched: readonly { alert: StoredAlert; channels: readonly string[] }[],
): Promise<Notice[]> {
  const assets = [...news.flatMap(({ incident }) => shown(incident)), ...watched.flatMap(({ alert }) => shown(alert))];
  const tags = await tagsOf(db, tenant, [...new Set(assets)]);
  return [
    ...news.map((one) => incidentNotice(one, tags)),
    ...watched.map(({ alert, channels }) => watchNotice(alert, channels, tags)),
  ];
}

function shown({ assets }: { assets: readonly string[] }): readonly string[] {
  return assets.slice(0, MOST_ASSETS);
}

async function tagsOf(
  db: Kysely<Database> | Transaction<Database>,
  tenant: string,
  assets: readonly string[],
): Promise<Map<string, string[]>> {
  if (assets.length === 0) return new Map();
  const rows = await assetsById(db, tenant, assets);
  return new Map(rows.map(({ id, tags }) => [id, Object.entries(tags).map(([key, value]) => `${key}=${value}`)]));
}

function incidentNotice({ kind, incident, alert }: IncidentNews, tags: ReadonlyMap<string, string[]>): Notice {
  const { id, title, severity, techniques } = incident;
  return {
    // Told again only where it grows worse.
    id: `${id}:${severity}`,
    ...{ kind, severity, title, techniques, incident: id, path: `/incidents/${id}` },
    summary: summaryOf(alert, incident.alerts),
    account: alert.account,
    assets: shown(incident),
    tags: shown(incident).flatMap((asset) => tags.get(asset) ?? []),
    at: incident.last_at,
  };
}

function watchNotice(alert: StoredAlert, channels: readonly string[], tags: ReadonlyMap<string, string[]>): Notice {
  const { id, title, severity, techniques, account } = alert;
  return {
    ...{
      id,
      kind: 'watch',
      severity,
      title,
      techniques,
      account,
      channels,
      path: `/alerts?panel=${encodeURIComponent(`alert:${id}`)}`,
    },
    summary: summaryOf(alert, 1),
    assets: shown(alert),
    tags: shown(alert).flatMap((asset) => tags.get(asset) ?? []),
    at: alert.last_at,
    ...(alert.incident === null ? {} : { incident: alert.incident }),
  };
}

/** Who did it, where, from where, and on what. */
function summaryOf(alert: StoredAlert, alerts: number): Text {
  const { actor, account, region, ip, assets } = alert;
  const [asset] = assets;
  const en = [
    actor === '' ? 'An actor that is not named' : actor,
    ...(account === '' ? [] : [`in ${account}`]),
    ...(region === '' || region === 'global' ? [] : [`(${region})`]),
    ...(ip === null ? [] : [`from ${ip}`]),
    ...(asset === undefined ? [] : [`on ${asset}${assets.length > 1 ? ` and ${assets.length - 1} more` : ''}`]),
  ].join(' ');
  const ko = [
    `주체: ${actor === '' ? '알 수 없음' : actor}`,
    ...(account === '' ? [] : [`계정: ${account}`]),
    ...(region === '' || region === 'global' ? [] : [`리전: ${region}`]),
    ...(ip === null ? [] : [`출발지: ${ip}`]),
    ...(asset === undefined ? [] : [`대상: ${asset}${assets.length > 1 ? ` 외 ${assets.length - 1}개` : ''}`]),
  ].join(', ');
  if (alerts < 2) return { en: `${en}.`, ko: `${ko}.` };
  return { en: `${en}. ${alerts} alerts belong together.`, ko: `${ko}. 경보 ${alerts}건이 묶였습니다.` };
}
