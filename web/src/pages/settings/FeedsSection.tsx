import { Button, Select, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { feedsQuery } from '../../api/event-queries.ts';
import { connectionsQuery } from '../../api/queries.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useLosses } from '../../components/losses.ts';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { FieldInputs } from './FieldInputs.tsx';
import { feedKinds, type Kind, valuesFor } from './fields.ts';
import classes from './Settings.module.css';

type Feed = Schema['EventFeed'];
type Type = Feed['type'];

const types = Object.keys(feedKinds) as Type[];

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
  const client = useQueryClient();
  const connections = useQuery(connectionsQuery).data?.items.filter(({ sample }) => !sample) ?? [];
  const [type, setType] = useState<Type>(feed?.type ?? 'cloudtrail-sqs');
  const kind: Kind = feedKinds[type];
  const [name, setName] = useState(feed?.name ?? '');
  const [connection, setConnection] = useState(feed?.connection ?? '');
  const [values, setValues] = useState(valuesFor(kind.fields, feed?.settings));
  const [secret, setSecret] = useState('');
  const refresh = () => client.invalidateQueries({ queryKey: ['feeds'] });
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: name.trim(),
        type,
        enabled: feed?.enabled ?? true,
        connection: kind.aws && connection !== '' ? connection : null,
        settings: values,
        ...(secret === '' ? {} : { secret }),
      };
      return take(
        feed
          ? api.PUT('/api/v1/feeds/{id}', { params: { path: { id: feed.id } }, body })
          : api.POST('/api/v1/feeds', { body }),
      );
    },
    onSuccess: (saved) => {
      tellDone(t('feeds.saved', { name: saved.name }));
      onClose();
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/feeds/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      tellDone(t('feeds.removed', { name }));
      onClose();
    },
    onSettled: refresh,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <section className={classes.card}>
      <h2>{feed ? feed.name : t('feeds.add')}</h2>
      <form className={classes.form} onSubmit={submit}>
        <Select
          label={t('feeds.kind')}
          data={types.map((one) => ({ value: one, label: t(`feeds.type.${one}`) }))}
          value={type}
          onChange={(chosen) => {
            if (!chosen) return;
            setType(chosen as Type);
            setValues(valuesFor(feedKinds[chosen as Type].fields));
            setSecret('');
          }}
          disabled={feed !== undefined}
          allowDeselect={false}
        />
        <TextInput
          label={t('feeds.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          required
        />
        {kind.aws && (
          <Select
            label={t('feeds.connection')}
            data={[
              ...connections.map((one) => ({ value: one.id, label: one.name })),
              { value: '', label: t('feeds.machine') },
            ]}
            value={connection}
            onChange={(chosen) => setConnection(chosen ?? '')}
            allowDeselect={false}
          />
        )}
        <FieldInputs
          kind={kind}
          values={values}
          onChange={setValues}
          secret={secret}
          onSecret={setSecret}
          kept={feed !== undefined}
        />
        <div className={classes.line}>
          <Button type="submit" loading={save.isPending}>
            {t('act.save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          {feed && (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(feed.id)}>
              {t('act.remove')}
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}
