import { Button, NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, type Schema, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';
import classes from './Connections.module.css';
import { useScheduleChoices } from './schedules.ts';

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
  const [name, setName] = useState(connection?.name ?? '');
  const [url, setUrl] = useState(before?.url ?? 'https://');
  const [kind, setKind] = useState<Kind>(before?.kind ?? 'auto');
  const [repositories, setRepositories] = useState(before?.repositories.join('\n') ?? '');
  const [tags, setTags] = useState(before?.tags ?? 3);
  const [username, setUsername] = useState(connection?.credentials.username ?? '');
  const [password, setPassword] = useState('');
  const [schedule, setSchedule] = useState(connection === undefined ? '0 */6 * * *' : (connection.schedule ?? ''));
  const [enabled, setEnabled] = useState(connection?.enabled ?? true);
  const schedules = useScheduleChoices(schedule);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: name.trim(),
        registry: {
          url: url.trim(),
          kind,
          repositories: repositories.split(/[\s,]+/).filter((pattern) => pattern !== ''),
          tags,
        },
        schedule: schedule === '' ? null : schedule,
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
      setPassword('');
      tellDone(t('connections.saved'));
      onSaved(saved);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t('connections.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={100}
        required
      />
      <div className={classes.pair}>
        <TextInput
          type="url"
          label={t('registries.form.url')}
          description={t('registries.form.urlHint')}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          pattern="https?://.+"
          maxLength={500}
          spellCheck={false}
          required
        />
        <Select
          label={t('registries.form.kind')}
          description={t('registries.form.kindHint')}
          data={kinds.map((value) => ({ value, label: t(`registries.form.kinds.${value}`) }))}
          value={kind}
          onChange={(value) => setKind((value ?? 'auto') as Kind)}
          allowDeselect={false}
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          label={t('registries.form.username')}
          description={t('registries.form.usernameHint')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          maxLength={300}
          spellCheck={false}
          autoComplete="off"
          required={password !== ''}
        />
        <PasswordInput
          label={t('registries.form.password')}
          description={
            connection !== undefined && connection.credentials.type !== 'none'
              ? t('registries.form.passwordKept')
              : t('connections.encrypted')
          }
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="off"
        />
      </div>
      <Textarea
        label={t('registries.form.repositories')}
        description={t('registries.form.repositoriesHint')}
        value={repositories}
        onChange={(event) => setRepositories(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
      />
      <div className={classes.pair}>
        <NumberInput
          label={t('registries.form.tags')}
          description={t('registries.form.tagsHint')}
          value={tags}
          onChange={(value) => setTags(Number(value) || 1)}
          min={1}
          max={1000}
          allowDecimal={false}
        />
        <Select
          label={t('connections.scheduleLabel')}
          description={t('registries.form.scheduleHint')}
          data={schedules}
          value={schedule}
          onChange={(value) => setSchedule(value ?? '')}
          allowDeselect={false}
        />
      </div>
      <Switch
        label={t('connections.enabled')}
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      <div className={classes.formEnd}>
        <Button type="submit" loading={save.isPending}>
          {t('act.save')}
        </Button>
      </div>
    </form>
  );
}
