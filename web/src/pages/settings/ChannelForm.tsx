import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { severities } from '../../api/words.ts';
import { tellDone } from '../../app/toasts.tsx';
import { FieldInputs } from './FieldInputs.tsx';
import { channelKinds, type Kind, valuesFor } from './fields.ts';
import classes from './Settings.module.css';

export type Channel = Schema['Channel'];
type Type = Channel['type'];
type Quiet = NonNullable<Channel['quiet']>;

const types = Object.keys(channelKinds) as Type[];

const nightly = (): Quiet => ({
  from: '22:00',
  to: '07:00',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  except: 'critical',
});

/** Adds a channel, or changes one. */
export function ChannelForm({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [type, setType] = useState<Type>(channel?.type ?? 'slack');
  const kind: Kind = channelKinds[type];
  const [name, setName] = useState(channel?.name ?? '');
  const [language, setLanguage] = useState<Channel['language']>(channel?.language ?? 'both');
  const [values, setValues] = useState(valuesFor(kind.fields, channel?.settings));
  const [secret, setSecret] = useState('');
  const [quiet, setQuiet] = useState(channel?.quiet ?? null);
  const [digest, setDigest] = useState<number | ''>(channel?.digestMinutes ?? '');
  const refresh = () => client.invalidateQueries({ queryKey: ['channels'] });
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: name.trim(),
        type,
        enabled: channel?.enabled ?? true,
        language,
        settings: values,
        quiet,
        digestMinutes: digest === '' ? null : digest,
        ...(secret === '' ? {} : { secret }),
      };
      return take(
        channel
          ? api.PUT('/api/v1/channels/{id}', { params: { path: { id: channel.id } }, body })
          : api.POST('/api/v1/channels', { body }),
      );
    },
    onSuccess: (saved) => {
      tellDone(t('channels.saved', { name: saved.name }));
      onClose();
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/channels/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      tellDone(t('channels.removed', { name }));
      onClose();
    },
    onSettled: refresh,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <section className={classes.card}>
      <h2>{channel ? channel.name : t('channels.add')}</h2>
      <form className={classes.form} onSubmit={submit}>
        <Select
          label={t('channels.kind')}
          data={types.map((one) => ({ value: one, label: t(`channels.type.${one}`) }))}
          value={type}
          onChange={(chosen) => {
            if (!chosen) return;
            setType(chosen as Type);
            setValues(valuesFor(channelKinds[chosen as Type].fields));
            setSecret('');
          }}
          disabled={channel !== undefined}
          allowDeselect={false}
        />
        <TextInput
          label={t('channels.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          required
        />
        <FieldInputs
          kind={kind}
          values={values}
          onChange={setValues}
          secret={secret}
          onSecret={setSecret}
          kept={channel !== undefined}
        />
        <Select
          label={t('channels.language')}
          data={(['both', 'en', 'ko'] as const).map((one) => ({ value: one, label: t(`channels.languages.${one}`) }))}
          value={language}
          onChange={(chosen) => chosen && setLanguage(chosen as Channel['language'])}
          allowDeselect={false}
        />
        <NumberInput
          label={t('channels.digest')}
          description={t('channels.digestHint')}
          value={digest}
          min={1}
          max={1440}
          allowDecimal={false}
          onChange={(value) => setDigest(typeof value === 'number' ? value : '')}
        />
        <Checkbox
          label={t('channels.quiet')}
          description={t('channels.quietHint')}
          checked={quiet !== null}
          onChange={(event) => setQuiet(event.currentTarget.checked ? nightly() : null)}
        />
        {quiet && <QuietInputs quiet={quiet} onChange={setQuiet} />}
        <div className={classes.line}>
          <Button type="submit" loading={save.isPending}>
            {t('act.save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          {channel && (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(channel.id)}>
              {t('act.remove')}
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}

function QuietInputs({ quiet, onChange }: { quiet: Quiet; onChange: (quiet: Quiet) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.line}>
        <TextInput
          type="time"
          label={t('channels.quietFrom')}
          value={quiet.from}
          onChange={(event) => onChange({ ...quiet, from: event.currentTarget.value })}
          required
        />
        <TextInput
          type="time"
          label={t('channels.quietTo')}
          value={quiet.to}
          onChange={(event) => onChange({ ...quiet, to: event.currentTarget.value })}
          required
        />
      </div>
      <Select
        label={t('channels.quietZone')}
        data={Intl.supportedValuesOf('timeZone')}
        value={quiet.timeZone}
        onChange={(zone) => zone && onChange({ ...quiet, timeZone: zone })}
        searchable
        limit={50}
        allowDeselect={false}
      />
      <Select
        label={t('channels.quietExcept')}
        data={severities.map((one) => ({ value: one, label: t(`severity.${one}`) }))}
        value={quiet.except}
        onChange={(chosen) => chosen && onChange({ ...quiet, except: chosen as Quiet['except'] })}
        allowDeselect={false}
      />
    </>
  );
}
