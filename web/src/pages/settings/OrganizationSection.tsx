import { Button, NumberInput, Select, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { controlsQuery, settingsQuery } from '../../api/queries.ts';
import { useMay, useSession } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { useText } from '../../i18n/format.ts';
import classes from './Settings.module.css';

type Values = Schema['Settings'];

const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Name, language and retention of the organisation, what its controls take for allowed, and the sample data. */
export function OrganizationSection() {
  const { data, error, refetch } = useQuery(settingsQuery);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} />;
  return (
    <>
      <SettingsForm settings={data} />
      <AdjustableControls />
      <SampleCard />
    </>
  );
}

function SettingsForm({ settings }: { settings: Values }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayChange = useMay('admin');
  const [values, setValues] = useState(settings);
  const save = useMutation({
    mutationFn: () => take(api.PUT('/api/v1/settings', { body: values })),
    onSuccess: (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      tellDone(t('settings.saved'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const number = (
    name: 'segmentDays' | 'versionDays' | 'eventDays' | 'historyHours' | 'sessionHours',
    max: number,
    min = 1,
  ) => (
    <NumberInput
      label={t(`settings.${name}`)}
      description={t(`settings.${name}Hint`)}
      value={values[name]}
      min={min}
      max={max}
      allowDecimal={false}
      onChange={(value) => typeof value === 'number' && setValues({ ...values, [name]: value })}
      disabled={!mayChange}
    />
  );
  return (
    <section className={classes.card}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('settings.organizationName')}
          value={values.organization}
          onChange={(event) => setValues({ ...values, organization: event.currentTarget.value })}
          maxLength={100}
          disabled={!mayChange}
        />
        <Select
          label={t('settings.language')}
          description={t('settings.languageHint')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ko', label: '한국어' },
          ]}
          value={values.language}
          onChange={(language) => setValues({ ...values, language: language === 'ko' ? 'ko' : 'en' })}
          allowDeselect={false}
          disabled={!mayChange}
        />
        <Select
          label={t('settings.timeZone')}
          description={t('settings.timeZoneHint')}
          data={timeZones.includes(values.timeZone) ? timeZones : [values.timeZone, ...timeZones]}
          value={values.timeZone}
          onChange={(timeZone) => timeZone !== null && setValues({ ...values, timeZone })}
          searchable
          allowDeselect={false}
          disabled={!mayChange}
        />
        <TextInput
          label={t('settings.consoleUrl')}
          description={t('settings.consoleUrlHint')}
          placeholder="https://hwaseong.example.com"
          value={values.consoleUrl}
          onChange={(event) => setValues({ ...values, consoleUrl: event.currentTarget.value.trim() })}
          type="url"
          disabled={!mayChange}
        />
        {number('segmentDays', 3650)}
        {number('versionDays', 3650)}
        {number('eventDays', 3650)}
        {number('historyHours', 8760, 0)}
        {number('sessionHours', 720)}
        {mayChange && (
          <div>
            <Button type="submit" loading={save.isPending}>
              {t('act.save')}
            </Button>
          </div>
        )}
      </form>
    </section>
  );
}

/** Allowed regions, key ages and the like are parameters of controls: here is the way to each. */
function AdjustableControls() {
  const { t } = useTranslation();
  const text = useText();
  const controls = useQuery(controlsQuery).data?.items.filter(({ adjustable }) => adjustable) ?? [];
  if (controls.length === 0) return null;
  return (
    <section className={classes.card}>
      <h2>{t('settings.params')}</h2>
      <p>{t('settings.paramsText')}</p>
      <ul className={classes.params}>
        {controls.slice(0, 12).map(({ id, title }) => (
          <li key={id}>
            <PanelLink kind="control" id={id}>
              {text(title)}
            </PanelLink>
          </li>
        ))}
        {controls.length > 12 && (
          <li>
            <Link to="/controls" search={{ adjustable: true }}>
              {t('settings.allParams', { count: controls.length })}
            </Link>
          </li>
        )}
      </ul>
    </section>
  );
}

function SampleCard() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { sample } = useSession();
  const mayChange = useMay('admin');
  const bring = useMutation({
    mutationFn: () => take(api.POST('/api/v1/sample')),
    onSuccess: () => tellDone(t('settings.sampleBack')),
    onSettled: () => client.invalidateQueries(),
  });
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/sample')),
    onSuccess: () => tellDone(t('overview.sample.removed'), () => bring.mutate()),
    onSettled: () => client.invalidateQueries(),
  });
  if (!mayChange) return null;
  return (
    <section className={classes.card}>
      <h2>{t('settings.sample')}</h2>
      <p>{t('settings.sampleText')}</p>
      {sample ? (
        <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('overview.sample.remove')}
        </Button>
      ) : (
        <Button variant="default" loading={bring.isPending} onClick={() => bring.mutate()}>
          {t('settings.sampleBring')}
        </Button>
      )}
    </section>
  );
}
