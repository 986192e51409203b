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
import { PlainTable } from '../../components/PlainTable.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { EnrichmentCard } from './EnrichmentCard.tsx';
import { feedKinds, type Kind } from './fields.ts';
import { KindForm } from './KindForm.tsx';
import classes from './Settings.module.css';

type Feed = Schema['EventFeed'];

/** Where events come from, how far each feed is, and what it lost. */
export function FeedsSection() {
  const { t } = useTranslation();
  const mayChange = useMay('admin');
  const text = useText();
  const format = useFormat();
  const losses = useLosses();
  const { data, error, refetch } = useQuery(feedsQuery);
  const [editing, setEditing] = useState<Feed | 'new'>();
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} />;
  const code = `curl -X POST ${window.location.origin}/v1/events \\\n  -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/x-ndjson' \\\n  --data-binary @events.ndjson`;
  return (
    <>
      <section className={classes.card}>
        <p>{t('feeds.about')}</p>
        <PlainTable
          columns={[
            { title: t('feeds.name'), wrap: true, cell: ({ name }) => name },
            { title: t('feeds.kind'), wrap: true, cell: ({ type }) => t(`feeds.type.${type}`) },
            {
              title: t('column.status'),
              wrap: true,
              cell: ({ state, error }) => (
                <>
                  {t(`feeds.state.${state}`)}
                  {error && <div className="faint">{text(error)}</div>}
                </>
              ),
            },
            {
              title: t('feeds.newest'),
              cell: ({ newest }) => (newest ? <Time at={newest} /> : <span className="faint">–</span>),
            },
            { title: t('feeds.taken'), cell: ({ taken }) => format.number(taken) },
            { title: t('feeds.lost'), wrap: true, cell: ({ lost }) => losses(lost) || t('feeds.nothingLost') },
            {
              title: t('act.more'),
              acts: true,
              cell: (feed) => mayChange && <FeedActions feed={feed} onEdit={() => setEditing(feed)} />,
            },
          ]}
          rows={data.items}
          rowId={({ id }) => id}
        />
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
      <EnrichmentCard />
    </>
  );
}

function FeedActions({ feed, onEdit }: { feed: Feed; onEdit: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
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
