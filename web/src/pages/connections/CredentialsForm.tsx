import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, take } from '../../api/client.ts';
import type { operations } from '../../api/schema.ts';
import { tellDone } from '../../app/toasts.tsx';
import classes from './Connections.module.css';

type Credentials = NonNullable<
  operations['updateConnection']['requestBody']['content']['application/json']['credentials']
>;

interface Props {
  connection: Connection;
  way: 'role' | 'keys';
  onSaved: (connection: Connection) => void;
}

/** How the server gets in. Secrets go in and are never shown again. */
export function CredentialsForm({ connection, way, onSaved }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [roleArn, setRoleArn] = useState(connection.credentials.roleArn ?? '');
  const [withKeys, setWithKeys] = useState(way === 'keys');
  const [accessKeyId, setAccessKeyId] = useState('');
  const [secretAccessKey, setSecretAccessKey] = useState('');
  const save = useMutation({
    mutationFn: (credentials: Credentials) =>
      take(api.PATCH('/api/v1/connections/{id}', { params: { path: { id: connection.id } }, body: { credentials } })),
    onSuccess: (saved) => {
      setSecretAccessKey('');
      tellDone(t('connections.credentialsSaved'));
      onSaved(saved);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const keys = { accessKeyId: accessKeyId.trim(), secretAccessKey };
    save.mutate(
      way === 'keys'
        ? { type: 'keys', ...keys }
        : { type: 'role', roleArn: roleArn.trim(), ...(withKeys ? { base: keys } : {}) },
    );
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {way === 'role' && (
        <>
          <TextInput
            label={t('connections.roleArn')}
            placeholder="arn:aws:iam::123456789012:role/hwaseong"
            value={roleArn}
            onChange={(event) => setRoleArn(event.currentTarget.value)}
            pattern="arn:aws[a-z\-]*:iam::\d{12}:role/.+"
            spellCheck={false}
            required
          />
          <Checkbox
            label={t('connections.withKeys')}
            description={t('connections.withKeysHint')}
            checked={withKeys}
            onChange={(event) => setWithKeys(event.currentTarget.checked)}
          />
        </>
      )}
      {withKeys && (
        <div className={classes.pair}>
          <TextInput
            label={t('connections.accessKeyId')}
            value={accessKeyId}
            onChange={(event) => setAccessKeyId(event.currentTarget.value)}
            minLength={16}
            spellCheck={false}
            autoComplete="off"
            required
          />
          <PasswordInput
            label={t('connections.secretAccessKey')}
            value={secretAccessKey}
            onChange={(event) => setSecretAccessKey(event.currentTarget.value)}
            minLength={16}
            autoComplete="off"
            required
          />
        </div>
      )}
      <div className={classes.formEnd}>
        <Button type="submit" loading={save.isPending}>
          {t('act.save')}
        </Button>
        <span className="faint">{t('connections.encrypted')}</span>
      </div>
    </form>
  );
}
