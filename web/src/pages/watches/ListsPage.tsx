import { Button, Skeleton, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { detectionsQuery, listsQuery } from '../../api/event-queries.ts';
import type { operations } from '../../api/schema.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { Candidates } from './Candidates.tsx';
import { mostLength, mostValues, valuesFit, valuesIn } from './values.ts';
import classes from './Watches.module.css';

type List = operations['listLists']['responses'][200]['content']['application/json']['items'][number];

/** What detections ask about the organisation: its automation, its addresses, its regions. */
export function ListsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(listsQuery);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader answer={t('lists.answer')} note={t('lists.note')} />
      <EntryTabs of="detections" />
      {data === undefined ? (
        <Skeleton height={480} />
      ) : (
        data.items.map((list) => <ListCard key={`${list.id}\n${list.values.join('\n')}`} list={list} />)
      )}
    </>
  );
}

function ListCard({ list }: { list: List }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const client = useQueryClient();
  const mayChange = useMay('admin');
  const [written, setWritten] = useState(list.values.join('\n'));
  const values = valuesIn(written);
  const name = text(list.title);
  const set = useMutation({
    mutationFn: (given: string[] | null) =>
      take(api.PUT('/api/v1/lists/{id}', { params: { path: { id: list.id } }, body: { values: given } })),
    onSettled: () => Promise.all(['lists', 'candidates'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  /** What to send to have it as it is now. */
  const before = list.changed ? list.values : null;
  const save = (given: string[] | null, said: string) =>
    set.mutate(given, { onSuccess: () => tellDone(said, () => set.mutate(before)) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(values, t('lists.saved', { name }));
  };
  const fits = valuesFit(values);
  const changed = values.join('\n') !== list.values.join('\n');
  return (
    <section className={classes.card} aria-label={name}>
      <header className={classes.listHead}>
        <h2>{name}</h2>
        <code className="mono faint">%{list.id}%</code>
        <span className="faint">
          {t(list.changed ? 'lists.changed' : 'lists.default')}
          {' · '}
          {t('lists.count', { count: list.values.length, n: format.number(list.values.length) })}
        </span>
      </header>
      <p className={classes.about}>{text(list.about)}</p>
      <form onSubmit={submit}>
        <Textarea
          aria-label={t('lists.values', { name })}
          placeholder={t('lists.hint')}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
          readOnly={!mayChange}
          autosize
          minRows={2}
          maxRows={10}
          spellCheck={false}
          classNames={{ input: classes.values ?? '' }}
          error={!fits && t('lists.tooMany', { n: format.number(mostValues), length: format.number(mostLength) })}
        />
        {mayChange && (
          <div className={classes.line}>
            <Button type="submit" size="compact-md" disabled={!changed || !fits} loading={set.isPending}>
              {t('lists.save')}
            </Button>
            {list.changed && (
              <Button
                size="compact-md"
                variant="subtle"
                color="gray"
                onClick={() => save(null, t('lists.wasReset', { name }))}
              >
                {t('lists.reset')}
              </Button>
            )}
          </div>
        )}
      </form>
      {list.id === 'trusted_automation' && (
        <Candidates
          listed={list.values}
          onAdd={
            mayChange
              ? (value, added) => save([...list.values, value], t('lists.candidates.added', { name: added }))
              : undefined
          }
          busy={set.isPending}
        />
      )}
      <UsedBy ids={list.usedBy} />
    </section>
  );
}

function UsedBy({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const detections = useQuery(detectionsQuery).data?.items ?? [];
  const said = t('lists.usedBy', { count: ids.length, n: format.number(ids.length) });
  if (ids.length === 0) return <p className="faint">{said}</p>;
  return (
    <details className={classes.usedBy}>
      <summary>{said}</summary>
      <ul>
        {ids.map((id) => {
          const detection = detections.find((one) => one.id === id);
          return (
            <li key={id}>
              {detection === undefined ? (
                <code className="mono">{id}</code>
              ) : (
                <PanelLink kind="detection" id={id}>
                  {text(detection.title)}
                </PanelLink>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
