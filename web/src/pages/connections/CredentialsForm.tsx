import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, take } from '../../api/client.ts';
import type { operations } from '../../api/schema.ts';
import { tellDone } from '../../app/toasts.tsx';
import { Fields } from '../../components/Fields.tsx';
import { Form } from '../../components/Form.tsx';

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
  const [values, setValues] = useState({
    roleArn: connection.credentials.roleArn ?? '',
    withKeys: way === 'keys',
    accessKeyId: '',
    secretAccessKey: '',
  });
  const save = useMutation({
    mutationFn: (credentials: Credentials) =>
      take(api.PATCH('/api/v1/connections/{id}', { params: { path: { id: connection.id } }, body: { credentials } })),
    onSuccess: (saved) => {
      setValues((now) => ({ ...now, secretAccessKey: '' }));
      tellDone(t('connections.credentialsSaved'));
      onSaved(saved);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  const submit = () => {
    const { roleArn, withKeys, accessKeyId, secretAccessKey } = values;
    const keys = { accessKeyId: accessKeyId.trim(), secretAccessKey };
    save.mutate(
      way === 'keys'
        ? { type: 'keys', ...keys }
        : { type: 'role', roleArn: roleArn.trim(), ...(withKeys ? { base: keys } : {}) },
    );
  };
  const role = [
    {
      name: 'roleArn',
      label: t('connections.roleArn'),
      required: true,
      attributes: {
        placeholder: 'arn:aws:iam::123456789012:role/hwaseong',
        pattern: 'arn:aws[a-z\\-]*:iam::\\d{12}:role/.+',
      },
    },
    { name: 'withKeys', type: 'check', label: t('connections.withKeys'), hint: t('connections.withKeysHint') },
  ] as const;
  const keys = [
    {
      name: 'accessKeyId',
      label: t('connections.accessKeyId'),
      required: true,
      attributes: { minLength: 16, autoComplete: 'off' },
    },
    {
      name: 'secretAccessKey',
      type: 'password',
      label: t('connections.secretAccessKey'),
      required: true,
      attributes: { minLength: 16 },
    },
  ] as const;
  return (
    <Form onSubmit={submit} saving={save.isPending} note={t('connections.encrypted')}>
      <Fields
        fields={[...(way === 'role' ? role : []), ...(values.withKeys ? [keys] : [])]}
        values={values}
        onChange={setValues}
      />
    </Form>
  );
}
