import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';
import classes from './Connections.module.css';
import { useScheduleChoices } from './schedules.ts';

/** When a connection looks, and where. */
export function ConnectionSettings({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState(connection.name);
  const [regions, setRegions] = useState(connection.regions.join(', '));
  const [role, setRole] = useState(connection.organization?.role ?? '');
  const [schedule, setSchedule] = useState(connection.schedule ?? '');
  const [enabled, setEnabled] = useState(connection.enabled);
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/v1/connections/{id}', {
          params: { path: { id: connection.id } },
          body: {
            name: name.trim(),
            regions: regions.split(/[\s,]+/).filter((region) => region !== ''),
            organization: role.trim() === '' ? null : { role: role.trim() },
            schedule: schedule === '' ? null : schedule,
            enabled,
          },
        }),
      ),
    onSuccess: () => tellDone(t('connections.saved')),
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const choices = useScheduleChoices(schedule);

  return (
    <section className={classes.card}>
      <h2>{t('connections.settings')}</h2>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('connections.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          required
        />
        <Select
          label={t('connections.scheduleLabel')}
          data={choices}
          value={schedule}
          onChange={(value) => setSchedule(value ?? '')}
          allowDeselect={false}
        />
        <TextInput
          label={t('connections.regions')}
          description={t('connections.regionsHint')}
          value={regions}
          onChange={(event) => setRegions(event.currentTarget.value)}
          spellCheck={false}
        />
        <TextInput
          label={t('connections.organizationRole')}
          description={t('connections.organizationHint')}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value)}
          spellCheck={false}
        />
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
    </section>
  );
}
