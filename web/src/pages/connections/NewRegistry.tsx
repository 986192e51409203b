import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../api/client.ts';
import classes from './Connections.module.css';
import { RegistryForm } from './RegistryForm.tsx';
import { TestAndScan } from './TestAndScan.tsx';

/** Adds a registry: where it is and how to sign in, then a first scan. */
export function NewRegistry() {
  const { t } = useTranslation();
  const [connection, setConnection] = useState<Connection>();
  return (
    <ol className={classes.steps}>
      <li className={classes.step}>
        <h2>{t('registries.form.title')}</h2>
        <p>{t('registries.form.titleText')}</p>
        <RegistryForm
          key={connection?.id ?? 'new'}
          {...(connection === undefined ? {} : { connection })}
          onSaved={setConnection}
        />
      </li>
      <li className={classes.step} data-off={connection === undefined || undefined}>
        <h2>{t('connections.step.test')}</h2>
        {connection && <TestAndScan connection={connection} />}
      </li>
    </ol>
  );
}
