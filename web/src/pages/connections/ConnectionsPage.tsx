import { Button, Skeleton } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../api/client.ts';
import { connectionsQuery } from '../../api/queries.ts';
import { useMay } from '../../app/session.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Time } from '../../components/Time.tsx';
import classes from './Connections.module.css';
import { ScanButton } from './ScanButton.tsx';
import { ScanState } from './ScanState.tsx';

/** Where facts come from, and how their last scan went. */
export function ConnectionsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(connectionsQuery);
  const mayAdd = useMay('admin');
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  const add = (
    <Button leftSection={<IconPlus size={15} />} renderRoot={(props) => <Link to="/connections/new" {...props} />}>
      {t('connections.add')}
    </Button>
  );
  if (data.items.length === 0) {
    return (
      <EmptyState icon={IconPlugConnected} title={t('connections.none')} action={mayAdd && add}>
        {t('connections.noneText')}
      </EmptyState>
    );
  }
  const troubled = data.items.filter(
    ({ lastScan, sample }) => !sample && (lastScan?.state === 'failed' || lastScan?.state === 'incomplete'),
  );
  return (
    <>
      <PageHeader
        answer={
          troubled.length === 0
            ? t('connections.answer.fine', { count: data.items.length })
            : t('connections.answer.troubled', { count: troubled.length })
        }
        note={t('connections.note')}
        actions={mayAdd && add}
      />
      <ul className={classes.list}>
        {data.items.map((connection) => (
          <ConnectionRow key={connection.id} connection={connection} />
        ))}
      </ul>
    </>
  );
}

function ConnectionRow({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const way = connection.credentials.type;
  const none = connection.sample
    ? t('connections.recorded')
    : connection.provider === 'aws'
      ? t('connections.noCredentials')
      : connection.provider === 'registry' && t('connections.anonymous');
  const access = way === 'none' ? none : t(`connections.way.${way}`);
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        <Link to="/connections/$id" params={{ id: connection.id }} search={{}}>
          {connection.name}
        </Link>
        {connection.sample && <span className={classes.tag}>{t('connections.sample')}</span>}
        {!connection.enabled && <span className={classes.tag}>{t('connections.disabled')}</span>}
        <div className="faint">
          {t(`connections.provider.${connection.provider}`)}
          {access && ` · ${access}`}
          {connection.provider === 'aws' &&
            connection.accounts.length > 0 &&
            ` · ${t('connections.accounts', { count: connection.accounts.length })}`}
        </div>
      </div>
      <div className={classes.scan}>
        {connection.lastScan ? (
          <ScanState scan={connection.lastScan} />
        ) : (
          <span className="faint">{t('scan.never')}</span>
        )}
        {connection.nextScan && (
          <div className="faint">
            {t('scan.next')} <Time at={connection.nextScan} />
          </div>
        )}
      </div>
      <ScanButton connection={connection} />
    </li>
  );
}
