import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, take, type Watch } from '../../api/client.ts';
import { channelsQuery } from '../../api/event-queries.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { bodyOf, narrowing } from './body.ts';
import classes from './Watches.module.css';

/** One watch: what it hears, how often it did, and its switch. */
export function WatchRow({ watch, onEdit }: { watch: Watch; onEdit: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const client = useQueryClient();
  const mayWrite = useMay('analyst');
  const channels = useQuery(channelsQuery).data?.items ?? [];
  const turn = useMutation({
    mutationFn: (enabled: boolean) =>
      take(
        api.PUT('/api/v1/watches/{id}', {
          params: { path: { id: watch.id } },
          body: { ...bodyOf(watch, text(watch.title)), enabled },
        }),
      ),
    onSuccess: (_, enabled) =>
      tellDone(t(enabled ? 'watches.switchedOn' : 'watches.switchedOff', { name: text(watch.title) }), () =>
        turn.mutate(!enabled),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['watches'] }),
  });
  const told = watch.channels.map((id) => channels.find((channel) => channel.id === id)?.name ?? id);
  const outcome = watch.outcome === null ? undefined : t(`watches.${watch.outcome}`);
  const narrowed = [...narrowing.map((name) => watch[name]), outcome].filter((part) => part != null);
  const { alertsLastMonth, lastAlert } = watch;
  return (
    <li className={classes.row} data-off={!watch.enabled || undefined}>
      <Switch
        size="sm"
        aria-label={t('watches.turn', { name: text(watch.title) })}
        checked={watch.enabled}
        disabled={!mayWrite || turn.isPending}
        onChange={() => turn.mutate(!watch.enabled)}
      />
      <div className={classes.what}>
        <b>{text(watch.title)}</b>
        <p className="faint" title={watch.events.join('\n')}>
          {watch.events.length === 1 ? watch.events[0] : t('watches.eventsCount', { count: watch.events.length })}
          {narrowed.length > 0 && ` · ${narrowed.join(' · ')}`}
          {told.length > 0 && ` · ${t('watches.channels')}: ${told.join(', ')}`}
        </p>
      </div>
      <SeverityBadge severity={watch.severity} />
      <span className={classes.count}>
        {alertsLastMonth > 0 ? (
          <Link to="/alerts" search={{ watch: watch.id, excepted: 'all' }}>
            {t('watches.alerts', { count: alertsLastMonth, n: format.number(alertsLastMonth) })}
          </Link>
        ) : (
          <span className="faint">{t('watches.alerts', { count: 0, n: '0' })}</span>
        )}
        {lastAlert && (
          <small className="faint">
            <Time at={lastAlert} />
          </small>
        )}
      </span>
      {mayWrite && (
        <Button size="compact-sm" variant="subtle" onClick={onEdit}>
          {t('watches.edit')}
        </Button>
      )}
    </li>
  );
}
