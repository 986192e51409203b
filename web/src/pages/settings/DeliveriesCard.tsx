import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { deliveriesQuery } from '../../api/event-queries.ts';
import { useMay } from '../../app/session.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import type { Channel } from './ChannelForm.tsx';
import classes from './Settings.module.css';

/** What was told, newest first. */
export function DeliveriesCard({ channels }: { channels: readonly Channel[] }) {
  const { t } = useTranslation();
  const text = useText();
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
        <PlainTable
          columns={[
            { title: t('settings.audit.when'), cell: ({ sentAt, createdAt }) => <Time at={sentAt ?? createdAt} /> },
            {
              title: t('incidents.column.incident'),
              wrap: true,
              cell: ({ incident, title, error }) => (
                <>
                  {incident ? (
                    <Link to="/incidents/$id" params={{ id: incident }} search={{}}>
                      {text(title)}
                    </Link>
                  ) : (
                    text(title)
                  )}
                  {error && <div className="faint">{error}</div>}
                </>
              ),
            },
            { title: t('channels.route.channel'), cell: ({ channel }) => names.get(channel) ?? channel },
            { title: t('column.status'), wrap: true, cell: (delivery) => <State delivery={delivery} /> },
          ]}
          rows={rows}
          rowId={({ id }) => id}
        />
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('act.more')}
        </Button>
      )}
    </section>
  );
}

function State({ delivery }: { delivery: Schema['Delivery'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayWrite = useMay('analyst');
  const retry = useMutation({
    mutationFn: () => take(api.POST('/api/v1/deliveries/{id}/retry', { params: { path: { id: delivery.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  return (
    <>
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
    </>
  );
}
