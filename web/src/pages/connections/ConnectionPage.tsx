import { Button, Modal, SegmentedControl, Skeleton } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, take } from '../../api/client.ts';
import { connectionsQuery } from '../../api/queries.ts';
import { useMay } from '../../app/session.tsx';
import { useTitle } from '../../app/title.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ConnectionSettings } from './ConnectionSettings.tsx';
import classes from './Connections.module.css';
import { CredentialsForm } from './CredentialsForm.tsx';
import { PolicyBlock } from './PolicyBlock.tsx';
import { RegistryForm } from './RegistryForm.tsx';
import { ScanButton } from './ScanButton.tsx';
import { ScanList } from './ScanList.tsx';
import { ScanState } from './ScanState.tsx';
import { TestButton } from './TestAndScan.tsx';

const route = getRouteApi('/connections/$id');

/** One connection: its scans, how it gets in, when it looks, and the way out. */
export function ConnectionPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const mayChange = useMay('admin');
  // The list follows running scans by itself, so the page reads from it.
  const { data, error, refetch } = useQuery(connectionsQuery);
  const connection = data?.items.find((one) => one.id === id);
  useTitle(connection?.name);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} />;
  if (connection === undefined) {
    return (
      <EmptyState
        icon={IconPlugConnectedX}
        title={t('connections.gone')}
        action={<Link to="/connections">{t('connections.all')}</Link>}
      />
    );
  }
  return (
    <>
      <PageHeader
        answer={connection.name}
        note={connection.lastScan ? <ScanState scan={connection.lastScan} /> : t('scan.never')}
        actions={
          <>
            <ScanButton connection={connection} />
            {mayChange && <RemoveButton connection={connection} />}
          </>
        }
      />
      <div className={classes.columns}>
        <div>
          <ScanList connection={connection.id} />
        </div>
        {mayChange && connection.provider === 'registry' && (
          <div>
            <section className={classes.card}>
              <h2>{t('connections.settings')}</h2>
              <div className={classes.form}>
                <TestButton connection={connection} />
                <RegistryForm key={connection.id} connection={connection} onSaved={() => undefined} />
              </div>
            </section>
            {connection.registry?.kind === 'ecr' && <Access connection={connection} />}
          </div>
        )}
        {mayChange && !connection.sample && connection.provider === 'aws' && (
          <div>
            <Access connection={connection} />
            <ConnectionSettings key={connection.id} connection={connection} />
          </div>
        )}
      </div>
    </>
  );
}

function Access({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const { credentials } = connection;
  const [way, setWay] = useState<'role' | 'keys'>(credentials.type === 'keys' ? 'keys' : 'role');
  const [changing, setChanging] = useState(credentials.type === 'none');
  return (
    <section className={classes.card}>
      <h2>{t('connections.access')}</h2>
      <p>
        {credentials.type === 'none' ? t('connections.noCredentials') : t(`connections.way.${credentials.type}`)}
        {credentials.roleArn && <code className="mono"> {credentials.roleArn}</code>}
        {credentials.accessKeyId && <code className="mono"> {credentials.accessKeyId}</code>}
      </p>
      <div className={classes.form}>
        <TestButton
          connection={connection}
          beside={
            changing ? null : (
              <Button variant="default" onClick={() => setChanging(true)}>
                {t('connections.changeAccess')}
              </Button>
            )
          }
        />
        {changing && (
          <>
            <SegmentedControl
              value={way}
              onChange={(value) => setWay(value as 'role' | 'keys')}
              data={(['role', 'keys'] as const).map((value) => ({ value, label: t(`connections.way.${value}`) }))}
              aria-label={t('connections.wayLabel')}
            />
            <PolicyBlock connection={connection} trust={way === 'role'} />
            <CredentialsForm key={way} connection={connection} way={way} onSaved={() => setChanging(false)} />
          </>
        )}
      </div>
    </section>
  );
}

/** Takes everything collected through the connection along, so this is one of the few things that ask first. */
function RemoveButton({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/connections/{id}', { params: { path: { id: connection.id } } })),
    onSuccess: () => navigate({ to: '/connections' }),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <>
      <Button size="compact-md" variant="default" onClick={() => setAsking(true)}>
        {t('act.remove')}
      </Button>
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title={t('connections.removeTitle', { name: connection.name })}
          data-modal
        >
          <div className={classes.form}>
            <p>{t('connections.removeText')}</p>
            <div className={classes.formEnd}>
              <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                {t('connections.removeAct')}
              </Button>
              <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
                {t('act.cancel')}
              </Button>
            </div>
          </div>
        </Modal>
      )}
    </>
  );
}
