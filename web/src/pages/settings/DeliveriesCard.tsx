import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { deliveriesQuery } from '../../api/event-queries.ts';
import { useMay } from '../../app/session.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import type { Channel } from './ChannelForm.tsx';
import classes from './Settings.module.css';

/** What was told, newest first. */
export function DeliveriesCard({ channels }: { channels: readonly Channel[] }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(deliveriesQuery);
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const names = new Map(channels.map(({ id, name }) => [id, name]));
  return (
    <section className={classes.card}>
      <h2>{t('channels.deliveries')}</h2>
      <p>{t('channels.deliveriesText')}</p>
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={80} />}
      {data && rows.length === 0 && <p>{t('channels.noDeliveries')}</p>}
      {rows.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <tbody>
              {rows.map((row) => (
                <DeliveryRow key={row.id} delivery={row} channel={names.get(row.channel) ?? row.channel} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('act.more')}
        </Button>
      )}
    </section>
  );
}

function DeliveryRow({ delivery, channel }: { delivery: Schema['Delivery']; channel: string }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const mayWrite = useMay('analyst');
  const retry = useMutation({
    mutationFn: () => take(api.POST('/api/v1/deliveries/{id}/retry', { params: { path: { id: delivery.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  return (
    <tr>
      <td>
        <Time at={delivery.sentAt ?? delivery.createdAt} />
      </td>
      <td className={classes.wrap}>
        {delivery.incident ? (
          <a href={`/incidents/${delivery.incident}`}>{text(delivery.title)}</a>
        ) : (
          text(delivery.title)
        )}
        {delivery.error && <div className="faint">{delivery.error}</div>}
      </td>
      <td>{channel}</td>
      <td>
        {t(`channels.delivery.${delivery.state}`)}
        {delivery.attempts > 1 && (
          <span className="faint"> · {t('channels.attempts', { count: delivery.attempts })}</span>
        )}
        {delivery.state !== 'sent' && delivery.nextAt && (
          <span className="faint">
            {' '}
            · {t('channels.next')} <Time at={delivery.nextAt} />
          </span>
        )}
        {delivery.state === 'failed' && mayWrite && (
          <Button size="compact-sm" variant="subtle" loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('channels.retry')}
          </Button>
        )}
      </td>
    </tr>
  );
}
