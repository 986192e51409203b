import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../../api/queries.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Toolbar } from '../../components/PageHeader.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { Time } from '../../components/Time.tsx';
import classes from './Settings.module.css';

/** Who did what, newest first. Nothing here can be changed. */
export function AuditSection() {
  const { t } = useTranslation();
  const [actor, setActor] = useState<string>();
  const list = useInfiniteQuery(auditQuery(actor ? { actor } : {}));
  const entries = list.data?.pages.flatMap(({ items }) => items);
  if (list.error && !entries) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  return (
    <>
      <Toolbar search={<SearchBox label={t('settings.audit.actor')} value={actor} onSearch={setActor} />}></Toolbar>
      <section className={classes.card}>
        {!entries && <Skeleton height={360} />}
        {entries?.length === 0 && <p>{t('settings.audit.none')}</p>}
        {entries && entries.length > 0 && (
          <PlainTable
            columns={[
              { title: t('settings.audit.when'), cell: ({ at }) => <Time at={at} /> },
              { title: t('settings.audit.who'), cell: ({ actor }) => actor },
              {
                title: t('settings.audit.what'),
                wrap: true,
                cell: ({ action, target }) => (
                  <>
                    <code className="mono">{action}</code>
                    {target && <div className="faint">{target}</div>}
                  </>
                ),
              },
              {
                title: t('settings.audit.outcome'),
                cell: ({ ok }) => t(ok ? 'settings.audit.ok' : 'settings.audit.failed'),
              },
              { title: t('settings.audit.from'), cell: ({ address }) => address ?? '–' },
            ]}
            rows={entries}
            rowId={({ id }) => String(id)}
          />
        )}
        {list.hasNextPage && (
          <Button variant="default" mt={12} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('act.more')}
          </Button>
        )}
      </section>
    </>
  );
}
