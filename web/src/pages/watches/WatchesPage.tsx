import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Watch } from '../../api/client.ts';
import { watchesQuery } from '../../api/event-queries.ts';
import { useMay } from '../../app/session.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Watches.module.css';
import { WatchForm } from './WatchForm.tsx';
import { WatchRow } from './WatchRow.tsx';

/** Events that somebody wants to hear of whenever they happen: those watched from the start, and one's own. */
export function WatchesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useMay('analyst');
  const { data, error, refetch } = useQuery(watchesQuery);
  const [editing, setEditing] = useState<Watch | 'new'>();
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={480} />;
  const on = data.items.filter(({ enabled }) => enabled).length;
  const own = data.items.filter(({ named }) => !named);
  return (
    <>
      <PageHeader
        answer={t('watches.answer', { count: on, n: format.number(on) })}
        note={t('watches.note')}
        actions={mayWrite && <Button onClick={() => setEditing('new')}>{t('watches.add')}</Button>}
      />
      <EntryTabs of="detections" />
      {editing !== undefined && (
        <WatchForm
          key={editing === 'new' ? 'new' : editing.id}
          watch={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      <section className={classes.section}>
        <h2>{t('watches.own')}</h2>
        {own.length === 0 && <p>{t('watches.none')}</p>}
        <WatchList watches={own} onEdit={setEditing} />
      </section>
      <section className={classes.section}>
        <h2>{t('watches.named')}</h2>
        <p>{t('watches.namedText')}</p>
        <WatchList watches={data.items.filter(({ named }) => named)} onEdit={setEditing} />
      </section>
    </>
  );
}

function WatchList({ watches, onEdit }: { watches: readonly Watch[]; onEdit: (watch: Watch) => void }) {
  if (watches.length === 0) return null;
  return (
    <ul className={classes.list}>
      {watches.map((watch) => (
        <WatchRow key={watch.id} watch={watch} onEdit={() => onEdit(watch)} />
      ))}
    </ul>
  );
}
