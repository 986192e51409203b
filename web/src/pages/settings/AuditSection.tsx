import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../../api/queries.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Toolbar } from '../../components/PageHeader.tsx';
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
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th>{t('settings.audit.when')}</th>
                  <th>{t('settings.audit.who')}</th>
                  <th>{t('settings.audit.what')}</th>
                  <th>{t('settings.audit.outcome')}</th>
                  <th>{t('settings.audit.from')}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <tr key={entry.id}>
                    <td>
                      <Time at={entry.at} />
                    </td>
                    <td>{entry.actor}</td>
                    <td className={classes.wrap}>
                      <code className="mono">{entry.action}</code>
                      {entry.target && <div className="faint">{entry.target}</div>}
                    </td>
                    <td>{entry.ok ? t('settings.audit.ok') : t('settings.audit.failed')}</td>
                    <td>{entry.address ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
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
