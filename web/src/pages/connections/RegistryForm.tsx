import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, type Schema, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';
import { Fields } from '../../components/Fields.tsx';
import { Form } from '../../components/Form.tsx';
import { useCommonFields } from './schedules.ts';

type Kind = NonNullable<Schema['Connection']['registry']>['kind'];

const kinds = ['auto', 'distribution', 'harbor', 'ecr', 'nexus', 'jfrog'] as const satisfies readonly Kind[];

interface Props {
  /** The connection to change; absent: a new one is made. */
  connection?: Connection;
  onSaved: (connection: Connection) => void;
}

/** Where a registry is, how the server signs in there, and what of it is read. */
export function RegistryForm({ connection, onSaved }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const before = connection?.registry;
  const [values, setValues] = useState({
    name: connection?.name ?? '',
    url: before?.url ?? 'https://',
    kind: before?.kind ?? ('auto' as const),
    repositories: before?.repositories.join('\n') ?? '',
    tags: before?.tags ?? 3,
    username: connection?.credentials.username ?? '',
    password: '',
    schedule: connection === undefined ? '0 */6 * * *' : (connection.schedule ?? ''),
    enabled: connection?.enabled ?? true,
  });
  const common = useCommonFields(values.schedule);
  const save = useMutation({
    mutationFn: () => {
      const { name, url, kind, repositories, tags, username, password, schedule, enabled } = values;
      const body = {
        name: name.trim(),
        registry: {
          url: url.trim(),
          kind,
          repositories: repositories.split(/[\s,]+/).filter((pattern) => pattern !== ''),
          tags,
        },
        schedule: schedule || null,
        enabled,
        ...(password === '' ? {} : { credentials: { type: 'password' as const, username: username.trim(), password } }),
      };
      return take(
        connection === undefined
          ? api.POST('/api/v1/connections', {
              body: { provider: 'registry', regions: [], organization: null, ...body },
            })
          : api.PATCH('/api/v1/connections/{id}', { params: { path: { id: connection.id } }, body }),
      );
    },
    onSuccess: (saved) => {
      setValues((now) => ({ ...now, password: '' }));
      tellDone(t('connections.saved'));
      onSaved(saved);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  const kept = connection !== undefined && connection.credentials.type !== 'none';
  return (
    <Form onSubmit={save.mutate} saving={save.isPending}>
      <Fields
        fields={[
          common.name,
          [
            {
              name: 'url',
              type: 'url',
              label: t('registries.form.url'),
              hint: t('registries.form.urlHint'),
              required: true,
              attributes: { pattern: 'https?://.+', maxLength: 500 },
            },
            {
              name: 'kind',
              type: 'choice',
              label: t('registries.form.kind'),
              hint: t('registries.form.kindHint'),
              choices: kinds.map((value) => ({ value, label: t(`registries.form.kinds.${value}`) })),
            },
          ],
          [
            {
              name: 'username',
              label: t('registries.form.username'),
              hint: t('registries.form.usernameHint'),
              required: values.password !== '',
              attributes: { maxLength: 300, autoComplete: 'off' },
            },
            {
              name: 'password',
              type: 'password',
              label: t('registries.form.password'),
              hint: kept ? t('registries.form.passwordKept') : t('connections.encrypted'),
            },
          ],
          {
            name: 'repositories',
            type: 'lines',
            label: t('registries.form.repositories'),
            hint: t('registries.form.repositoriesHint'),
          },
          [
            {
              name: 'tags',
              type: 'number',
              label: t('registries.form.tags'),
              hint: t('registries.form.tagsHint'),
              required: true,
              min: 1,
              max: 1000,
            },
            { ...common.schedule, hint: t('registries.form.scheduleHint') },
          ],
          common.enabled,
        ]}
        values={values}
        onChange={setValues}
      />
    </Form>
  );
}
