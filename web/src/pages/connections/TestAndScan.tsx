import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, take } from '../../api/client.ts';
import { connectionsQuery } from '../../api/queries.ts';
import { useText } from '../../i18n/format.ts';
import classes from './Connections.module.css';
import { ScanButton } from './ScanButton.tsx';
import { ScanState } from './ScanState.tsx';

/** Tries the credentials, and starts the first scan. */
export function TestAndScan({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const current = useQuery(connectionsQuery).data?.items.find(({ id }) => id === connection.id) ?? connection;
  return (
    <div className={classes.form}>
      <TestButton connection={current} />
      <div className={classes.formEnd}>
        <ScanButton connection={current} />
        {current.lastScan && (
          <Link to="/connections/$id" params={{ id: current.id }} search={{}}>
            {t('connections.toConnection')}
          </Link>
        )}
      </div>
      {current.lastScan && <ScanState scan={current.lastScan} />}
    </div>
  );
}

/** Asks the provider who we are there. */
export function TestButton({ connection, beside }: { connection: Connection; beside?: ReactNode }) {
  const { t } = useTranslation();
  const text = useText();
  const test = useMutation({
    mutationFn: () => take(api.POST('/api/v1/connections/{id}/test', { params: { path: { id: connection.id } } })),
  });
  return (
    <>
      <div className={classes.formEnd}>
        <Button
          variant="default"
          loading={test.isPending}
          disabled={connection.provider === 'aws' && connection.credentials.type === 'none'}
          onClick={() => test.mutate()}
        >
          {t('connections.test')}
        </Button>
        {beside}
      </div>
      {test.data && (
        <p className={classes.tested} data-ok={test.data.ok} role="status">
          {test.data.ok
            ? connection.provider === 'aws'
              ? t('connections.tested', { account: test.data.account ?? '', identity: test.data.identity ?? '' })
              : t('connections.testedRegistry', { identity: test.data.identity ?? t('connections.anonymous') })
            : test.data.error
              ? text(test.data.error)
              : t('connections.testFailed')}
        </p>
      )}
    </>
  );
}
