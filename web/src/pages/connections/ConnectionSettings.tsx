import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Connection, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';
import { Fields } from '../../components/Fields.tsx';
import { Form } from '../../components/Form.tsx';
import classes from './Connections.module.css';
import { useCommonFields } from './schedules.ts';

/** When a connection looks, and where. */
export function ConnectionSettings({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [values, setValues] = useState({
    name: connection.name,
    schedule: connection.schedule ?? '',
    regions: connection.regions.join(', '),
    role: connection.organization?.role ?? '',
    enabled: connection.enabled,
  });
  const { name, schedule, enabled } = useCommonFields(values.schedule);
  const save = useMutation({
    mutationFn: () => {
      const role = values.role.trim();
      return take(
        api.PATCH('/api/v1/connections/{id}', {
          params: { path: { id: connection.id } },
          body: {
            name: values.name.trim(),
            regions: values.regions.split(/[\s,]+/).filter((region) => region !== ''),
            organization: role === '' ? null : { role },
            schedule: values.schedule || null,
            enabled: values.enabled,
          },
        }),
      );
    },
    onSuccess: () => tellDone(t('connections.saved')),
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  return (
    <section className={classes.card}>
      <h2>{t('connections.settings')}</h2>
      <Form onSubmit={save.mutate} saving={save.isPending}>
        <Fields
          fields={[
            name,
            schedule,
            { name: 'regions', label: t('connections.regions'), hint: t('connections.regionsHint') },
            { name: 'role', label: t('connections.organizationRole'), hint: t('connections.organizationHint') },
            enabled,
          ]}
          values={values}
          onChange={setValues}
        />
      </Form>
    </section>
  );
}
