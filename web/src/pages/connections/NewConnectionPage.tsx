import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, take } from '../../api/client.ts';
import { useMay } from '../../app/session.tsx';
import { useTitle } from '../../app/title.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import classes from './Connections.module.css';
import { CredentialsForm } from './CredentialsForm.tsx';
import { NewRegistry } from './NewRegistry.tsx';
import { PolicyBlock } from './PolicyBlock.tsx';
import { TestAndScan } from './TestAndScan.tsx';

type Way = 'role' | 'keys';

const route = getRouteApi('/connections/new');

/** Adds a place to look at: an AWS account or organisation, or a registry. What is added stands in the address. */
export function NewConnectionPage() {
  const { t } = useTranslation();
  const mayAdd = useMay('admin');
  const { to = 'aws' } = route.useSearch();
  const navigate = useNavigate({ from: '/connections/new' });
  useTitle(t('connections.add'));
  if (!mayAdd) return <PageHeader answer={t('connections.add')} note={t('connections.adminOnly')} />;
  return (
    <>
      <PageHeader
        answer={t('connections.add')}
        note={to === 'aws' ? t('connections.addNote') : t('registries.form.note')}
        actions={<Link to="/connections">{t('connections.all')}</Link>}
      />
      <SegmentedControl
        mb={20}
        value={to}
        onChange={(next) =>
          void navigate({ search: { to: next === 'registry' ? 'registry' : undefined }, replace: true })
        }
        data={(['aws', 'registry'] as const).map((value) => ({ value, label: t(`connections.provider.${value}`) }))}
        aria-label={t('connections.add')}
      />
      {to === 'registry' ? <NewRegistry /> : <NewAws />}
    </>
  );
}

/**
 * Adds an AWS account or organisation, step by step. The connection is made with the first step, because its ExternalId
 * belongs into the role's trust policy.
 */
function NewAws() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [way, setWay] = useState<Way>('role');
  const [connection, setConnection] = useState<Connection>();
  const create = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/connections', {
          body: {
            provider: 'aws',
            name: name.trim(),
            regions: [],
            organization: null,
            schedule: '0 */6 * * *',
            enabled: true,
          },
        }),
      ),
    onSuccess: setConnection,
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (connection === undefined) create.mutate();
  };
  const ready = connection !== undefined && connection.credentials.type !== 'none';

  return (
    <ol className={classes.steps}>
      <li className={classes.step}>
        <h2>{t('connections.step.name')}</h2>
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            label={t('connections.name')}
            description={t('connections.nameHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            required
            readOnly={connection !== undefined}
            autoFocus
          />
          <div className={classes.formEnd}>
            <SegmentedControl
              value={way}
              onChange={(value) => setWay(value as Way)}
              data={(['role', 'keys'] as const).map((value) => ({ value, label: t(`connections.way.${value}`) }))}
              aria-label={t('connections.wayLabel')}
            />
            {connection === undefined && (
              <Button type="submit" loading={create.isPending}>
                {t('act.next')}
              </Button>
            )}
          </div>
        </form>
      </li>
      <li className={classes.step} data-off={connection === undefined || undefined}>
        <h2>{t(`connections.step.${way === 'role' ? 'role' : 'policy'}`)}</h2>
        <p>{t(`connections.step.${way === 'role' ? 'roleText' : 'policyText'}`)}</p>
        {connection && <PolicyBlock connection={connection} trust={way === 'role'} />}
      </li>
      <li className={classes.step} data-off={connection === undefined || undefined}>
        <h2>{t('connections.step.credentials')}</h2>
        {connection && <CredentialsForm key={way} connection={connection} way={way} onSaved={setConnection} />}
      </li>
      <li className={classes.step} data-off={!ready || undefined}>
        <h2>{t('connections.step.test')}</h2>
        {ready && <TestAndScan connection={connection} />}
      </li>
    </ol>
  );
}
