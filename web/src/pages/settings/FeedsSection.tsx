import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { feedsQuery } from '../../api/event-queries.ts';
import { connectionsQuery } from '../../api/queries.ts';
import { useMay } from '../../app/session.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Fields } from '../../components/Fields.tsx';
import { useLosses } from '../../components/losses.ts';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { feedKinds, type Kind } from './fields.ts';
import { KindForm } from './KindForm.tsx';
import classes from './Settings.module.css';

type Feed = Schema['EventFeed'];

/** Where events come from, how far each feed is, and what it lost. */
export function FeedsSection() {
  const { t } = useTranslation();
  const mayChange = useMay('admin');
  const { data, error, refetch } = useQuery(feedsQuery);
  const [editing, setEditing] = useState<Feed | 'new'>();
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} />;
  const code = `curl -X POST ${window.location.origin}/v1/events \\\n  -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/x-ndjson' \\\n  --data-binary @events.ndjson`;
  return (
    <>
      <section className={classes.card}>
        <p>{t('feeds.about')}</p>
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{t('feeds.name')}</th>
                <th>{t('feeds.kind')}</th>
                <th>{t('column.status')}</th>
                <th>{t('feeds.newest')}</th>
                <th>{t('feeds.taken')}</th>
                <th>{t('feeds.lost')}</th>
                <th aria-label={t('act.more')} />
              </tr>
            </thead>
            <tbody>
              {data.items.map((feed) => (
                <FeedRow key={feed.id} feed={feed} onEdit={() => setEditing(feed)} />
              ))}
            </tbody>
          </table>
        </div>
        {mayChange && editing === undefined && (
          <Button mt={12} variant="default" onClick={() => setEditing('new')}>
            {t('feeds.add')}
          </Button>
        )}
      </section>
      {editing !== undefined && (
        <FeedForm
          key={editing === 'new' ? 'new' : editing.id}
          feed={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      <section className={classes.card}>
        <h2>{t('feeds.type.http')}</h2>
        <p>{t('feeds.http')}</p>
        <CodeBlock code={code} label="curl" />
      </section>
    </>
  );
}

function FeedRow({ feed, onEdit }: { feed: Feed; onEdit: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const losses = useLosses();
  const client = useQueryClient();
  const mayChange = useMay('admin');
  const turn = useMutation({
    mutationFn: () =>
      take(
        api.PUT('/api/v1/feeds/{id}', {
          params: { path: { id: feed.id } },
          body: { ...bodyOf(feed), enabled: !feed.enabled },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['feeds'] }),
  });
  return (
    <tr>
      <td>{feed.name}</td>
      <td>{t(`feeds.type.${feed.type}`)}</td>
      <td className={classes.wrap}>
        {t(`feeds.state.${feed.state}`)}
        {feed.error && <div className="faint">{text(feed.error)}</div>}
      </td>
      <td>{feed.newest ? <Time at={feed.newest} /> : <span className="faint">–</span>}</td>
      <td>{format.number(feed.taken)}</td>
      <td className={classes.wrap}>{losses(feed.lost) || t('feeds.nothingLost')}</td>
      <td>
        {mayChange && (
          <>
            <Button size="compact-sm" variant="subtle" loading={turn.isPending} onClick={() => turn.mutate()}>
              {t(feed.enabled ? 'feeds.switchOff' : 'feeds.switchOn')}
            </Button>
            {feed.type !== 'http' && (
              <Button size="compact-sm" variant="subtle" onClick={onEdit}>
                {t('feeds.edit')}
              </Button>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

/** What is sent to keep a feed as it is. */
function bodyOf({ name, type, enabled, connection, settings }: Feed) {
  return { name, type, enabled, connection, settings: settings as Record<string, string> };
}

function FeedForm({ feed, onClose }: { feed: Feed | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const connections = useQuery(connectionsQuery).data?.items.filter(({ sample }) => !sample) ?? [];
  const [used, setUsed] = useState({ connection: feed?.connection ?? '' });
  return (
    <KindForm
      of="feeds"
      kinds={feedKinds}
      typeTitle={(type) => t(`feeds.type.${type}`)}
      initial="cloudtrail-sqs"
      kept={feed}
      onSave={(common) => {
        const kind: Kind = feedKinds[common.type];
        const body = { ...common, connection: kind.aws ? used.connection || null : null };
        return take(
          feed
            ? api.PUT('/api/v1/feeds/{id}', { params: { path: { id: feed.id } }, body })
            : api.POST('/api/v1/feeds', { body }),
        );
      }}
      onRemove={(id) => take(api.DELETE('/api/v1/feeds/{id}', { params: { path: { id } } }))}
      onClose={onClose}
    >
      {({ aws }) =>
        aws && (
          <Fields
            fields={[
              {
                name: 'connection',
                type: 'choice',
                label: t('feeds.connection'),
                choices: [
                  ...connections.map(({ id, name }) => ({ value: id, label: name })),
                  { value: '', label: t('feeds.machine') },
                ],
              },
            ]}
            values={used}
            onChange={setUsed}
          />
        )
      }
    </KindForm>
  );
}
