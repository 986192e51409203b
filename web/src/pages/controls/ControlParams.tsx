import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { accountsQuery } from '../../api/queries.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import { useText } from '../../i18n/format.ts';
import classes from './ControlsPage.module.css';
import { type ParamValue, readParam, writeParam } from './params.ts';

/** Parameters of a control, for the organisation or for one account. A change is judged anew at once. */
export function ControlParams({ control }: { control: Schema['ControlDetail'] }) {
  const { t } = useTranslation();
  const accounts = useQuery(accountsQuery).data?.accounts ?? [];
  const [account, setAccount] = useState<string | null>(null);
  const client = useQueryClient();
  const set = useMutation({
    mutationFn: (values: Record<string, ParamValue | null>) =>
      take(
        api.PUT('/api/v1/controls/{id}/params', {
          params: { path: { id: control.id } },
          body: account === null ? { scope: 'organization', values } : { scope: 'account', account, values },
        }),
      ),
    onSuccess: () => tellDone(t('controls.paramsSet')),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <PanelSection
      title={t('controls.params')}
      aside={
        accounts.length > 1 && (
          <Select
            size="xs"
            className={classes.scope}
            aria-label={t('controls.scope')}
            placeholder={t('controls.organization')}
            data={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            value={account}
            onChange={setAccount}
            clearable
          />
        )
      }
    >
      {control.params.map((param) => (
        <ParamForm
          key={`${account ?? ''}/${param.name}`}
          param={param}
          value={account === null ? param.organization : (param.accounts[account] ?? null)}
          inherited={account === null ? param.default : (param.organization ?? param.default)}
          saving={set.isPending}
          onSet={(value) => set.mutate({ [param.name]: value })}
        />
      ))}
    </PanelSection>
  );
}

interface FormProps {
  param: Schema['ControlParam'];
  /** Set here; null where it is not. */
  value: ParamValue | null;
  /** What holds while nothing is set here. */
  inherited: ParamValue;
  saving: boolean;
  onSet: (value: ParamValue | null) => void;
}

function ParamForm({ param, value, inherited, saving, onSet }: FormProps) {
  const { t } = useTranslation();
  const text = useText();
  const mayWrite = useMay('analyst');
  const [written, setWritten] = useState(writeParam(value ?? inherited));
  const read = readParam(param.type, written);
  const changed = written !== writeParam(value ?? inherited);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read !== undefined) onSet(read);
  };
  const common = {
    label: text(param.title),
    description: t('controls.inherited', { value: writeParam(inherited) || t('controls.emptyList') }),
    disabled: !mayWrite,
  };
  return (
    <form className={classes.param} onSubmit={submit}>
      <div className={classes.paramForm}>
        {param.type === 'bool' ? (
          <Select
            {...common}
            data={[
              { value: 'true', label: t('act.yes') },
              { value: 'false', label: t('act.no') },
            ]}
            value={written}
            onChange={(chosen) => setWritten(chosen ?? 'false')}
            allowDeselect={false}
          />
        ) : (
          <TextInput
            {...common}
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
            error={read === undefined && t(param.type === 'ints' ? 'controls.wantsInts' : 'controls.wantsInt')}
          />
        )}
        {mayWrite && (
          <Button type="submit" variant="default" disabled={!changed || read === undefined} loading={saving}>
            {t('act.save')}
          </Button>
        )}
        {mayWrite && value !== null && (
          <Button variant="subtle" color="gray" onClick={() => onSet(null)}>
            {t('controls.takeBack')}
          </Button>
        )}
      </div>
    </form>
  );
}
