import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { channelsQuery } from '../../api/event-queries.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone, tellFailed } from '../../app/toasts.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import { type Channel, ChannelForm } from './ChannelForm.tsx';
import { DeliveriesCard } from './DeliveriesCard.tsx';
import { RoutingCard } from './RoutingCard.tsx';
import classes from './Settings.module.css';

/** Who is told, of what, and what became of it. */
export function ChannelsSection() {
  const { t } = useTranslation();
  const text = useText();
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
          <PlainTable
            columns={[
              { title: t('channels.name'), wrap: true, cell: ({ name }) => name },
              { title: t('channels.kind'), cell: ({ type }) => t(`channels.type.${type}`) },
              {
                title: t('column.status'),
                wrap: true,
                cell: ({ state, waiting, error }) => (
                  <>
                    {t(`channels.state.${state}`)}
                    {waiting > 0 && <span className="faint"> · {t('channels.waiting', { count: waiting })}</span>}
                    {error && <div className="faint">{text(error)}</div>}
                  </>
                ),
              },
              {
                title: t('channels.lastSent'),
                cell: ({ lastSent }) =>
                  lastSent ? <Time at={lastSent} /> : <span className="faint">{t('settings.users.never')}</span>,
              },
              {
                title: t('act.more'),
                acts: true,
                cell: (channel) => mayChange && <ChannelActions channel={channel} onEdit={() => setEditing(channel)} />,
              },
            ]}
            rows={data.items}
            rowId={({ id }) => id}
          />
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

function ChannelActions({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
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
  );
}

/** What is sent to keep a channel as it is. */
function bodyOf({ name, type, enabled, language, settings, quiet, digestMinutes }: Channel) {
  return { name, type, enabled, language, settings: settings as Record<string, string>, quiet, digestMinutes };
}
