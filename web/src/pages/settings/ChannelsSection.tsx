import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { channelsQuery } from '../../api/event-queries.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone, tellFailed } from '../../app/toasts.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import { type Channel, ChannelForm } from './ChannelForm.tsx';
import { DeliveriesCard } from './DeliveriesCard.tsx';
import { RoutingCard } from './RoutingCard.tsx';
import classes from './Settings.module.css';

/** Who is told, of what, and what became of it. */
export function ChannelsSection() {
  const { t } = useTranslation();
  const mayChange = useMay('admin');
  const { data, error, refetch } = useQuery(channelsQuery);
  const [editing, setEditing] = useState<Channel | 'new'>();
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} />;
  return (
    <>
      <section className={classes.card}>
        <p>{t('channels.about')}</p>
        {data.items.length === 0 && <p>{t('channels.none')}</p>}
        {data.items.length > 0 && (
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th>{t('channels.name')}</th>
                  <th>{t('channels.kind')}</th>
                  <th>{t('column.status')}</th>
                  <th>{t('channels.lastSent')}</th>
                  <th aria-label={t('act.more')} />
                </tr>
              </thead>
              <tbody>
                {data.items.map((channel) => (
                  <ChannelRow key={channel.id} channel={channel} onEdit={() => setEditing(channel)} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {mayChange && editing === undefined && (
          <Button mt={12} variant={data.items.length === 0 ? 'filled' : 'default'} onClick={() => setEditing('new')}>
            {t('channels.add')}
          </Button>
        )}
      </section>
      {editing !== undefined && (
        <ChannelForm
          key={editing === 'new' ? 'new' : editing.id}
          channel={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {data.items.length > 0 && (
        <>
          <RoutingCard key={JSON.stringify(data.routing)} channels={data.items} routing={data.routing} />
          <DeliveriesCard channels={data.items} />
        </>
      )}
    </>
  );
}

function ChannelRow({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const mayChange = useMay('admin');
  const refresh = () => client.invalidateQueries({ queryKey: ['channels'] });
  const test = useMutation({
    mutationFn: () => take(api.POST('/api/v1/channels/{id}/test', { params: { path: { id: channel.id } } })),
    onSuccess: ({ sent, error }) => {
      if (sent) tellDone(t('channels.tested', { name: channel.name }));
      else tellFailed(error === null ? '' : text(error));
    },
    onSettled: refresh,
  });
  const turn = useMutation({
    mutationFn: (enabled: boolean) =>
      take(
        api.PUT('/api/v1/channels/{id}', {
          params: { path: { id: channel.id } },
          body: { ...bodyOf(channel), enabled },
        }),
      ),
    onSuccess: (_, enabled) =>
      tellDone(t(enabled ? 'channels.switchedOn' : 'channels.switchedOff', { name: channel.name }), () =>
        turn.mutate(!enabled),
      ),
    onSettled: refresh,
  });
  return (
    <tr>
      <td>{channel.name}</td>
      <td>{t(`channels.type.${channel.type}`)}</td>
      <td className={classes.wrap}>
        {t(`channels.state.${channel.state}`)}
        {channel.waiting > 0 && <span className="faint"> · {t('channels.waiting', { count: channel.waiting })}</span>}
        {channel.error && <div className="faint">{text(channel.error)}</div>}
      </td>
      <td>
        {channel.lastSent ? <Time at={channel.lastSent} /> : <span className="faint">{t('settings.users.never')}</span>}
      </td>
      <td>
        {mayChange && (
          <>
            <Button size="compact-sm" variant="subtle" loading={test.isPending} onClick={() => test.mutate()}>
              {t('channels.test')}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => turn.mutate(!channel.enabled)}>
              {t(channel.enabled ? 'feeds.switchOff' : 'feeds.switchOn')}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={onEdit}>
              {t('channels.edit')}
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

/** What is sent to keep a channel as it is. */
function bodyOf({ name, type, enabled, language, settings, quiet, digestMinutes }: Channel) {
  return { name, type, enabled, language, settings: settings as Record<string, string>, quiet, digestMinutes };
}
