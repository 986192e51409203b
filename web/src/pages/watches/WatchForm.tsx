import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Watch } from '../../api/client.ts';
import { channelsQuery } from '../../api/event-queries.ts';
import { severities } from '../../api/words.ts';
import { tellDone } from '../../app/toasts.tsx';
import { useText } from '../../i18n/format.ts';
import { bodyOf, narrowing, type WatchBody } from './body.ts';
import { EventPicker } from './EventPicker.tsx';
import classes from './Watches.module.css';

const fresh: WatchBody = {
  title: '',
  enabled: true,
  events: [],
  actor: null,
  account: null,
  region: null,
  ip: null,
  asset: null,
  outcome: null,
  severity: 'medium',
  channels: [],
};

/** Watches events, or changes what is watched. */
export function WatchForm({ watch, onClose }: { watch: Watch | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const channels = useQuery(channelsQuery).data?.items ?? [];
  const [body, setBody] = useState(watch === undefined ? fresh : bodyOf(watch, text(watch.title)));
  const form = useRef<HTMLElement>(null);
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const change = (part: Partial<WatchBody>) => setBody({ ...body, ...part });
  const onSettled = () => client.invalidateQueries({ queryKey: ['watches'] });
  const save = useMutation({
    mutationFn: () =>
      take(
        watch
          ? api.PUT('/api/v1/watches/{id}', { params: { path: { id: watch.id } }, body })
          : api.POST('/api/v1/watches', { body }),
      ),
    onSuccess: (saved) => {
      tellDone(t('watches.saved', { name: text(saved.title) }));
      onClose();
    },
    onSettled,
  });
  const again = useMutation({
    mutationFn: (before: WatchBody) => take(api.POST('/api/v1/watches', { body: before })),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (gone: Watch) => take(api.DELETE('/api/v1/watches/{id}', { params: { path: { id: gone.id } } })),
    onSuccess: (_, gone) => {
      const name = text(gone.title);
      tellDone(t('watches.removed', { name }), () => again.mutate(bodyOf(gone, name)));
      onClose();
    },
    onSettled,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body.events.length > 0) save.mutate();
  };
  return (
    <section className={classes.card} ref={form}>
      <h2>{watch ? text(watch.title) : t('watches.add')}</h2>
      <form onSubmit={submit} className={classes.form}>
        <div>
          <EventPicker chosen={body.events} onChange={(events) => change({ events })} />
        </div>
        <div className={classes.fields}>
          <TextInput
            label={t('watches.title')}
            description={t('watches.titleHint')}
            value={body.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
            maxLength={200}
            required
          />
          <Select
            label={t('watches.severity')}
            data={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
            value={body.severity}
            onChange={(chosen) => chosen && change({ severity: chosen as Watch['severity'] })}
            allowDeselect={false}
          />
          <Narrowing body={body} change={change} />
          <fieldset className={classes.group}>
            <legend>{t('watches.channels')}</legend>
            <p className="faint">{t(channels.length === 0 ? 'watches.noChannels' : 'watches.channelsHint')}</p>
            {channels.map(({ id, name }) => (
              <Checkbox
                key={id}
                size="xs"
                label={name}
                checked={body.channels?.includes(id) ?? false}
                onChange={({ currentTarget: { checked } }) =>
                  change({
                    channels: checked
                      ? [...(body.channels ?? []), id]
                      : (body.channels ?? []).filter((one) => one !== id),
                  })
                }
              />
            ))}
          </fieldset>
        </div>
        <div className={classes.line}>
          <Button type="submit" loading={save.isPending} disabled={body.events.length === 0}>
            {t('act.save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          {watch && !watch.named && (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(watch)}>
              {t('act.remove')}
            </Button>
          )}
          {body.events.length === 0 && <span className="faint">{t('watches.choose')}</span>}
        </div>
      </form>
    </section>
  );
}

/** Who, where and on what: all of it may be left open. */
function Narrowing({ body, change }: { body: WatchBody; change: (part: Partial<WatchBody>) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.group}>
      <legend>{t('watches.narrow')}</legend>
      <p className="faint">{t('watches.narrowHint')}</p>
      <div className={classes.narrow}>
        {narrowing.map((name) => (
          <TextInput
            key={name}
            size="xs"
            label={t(`watches.${name}`)}
            value={body[name] ?? ''}
            onChange={(event) => change({ [name]: event.currentTarget.value || null })}
            spellCheck={false}
          />
        ))}
        <Select
          size="xs"
          label={t('watches.outcome')}
          data={[
            { value: '', label: t('watches.anyOutcome') },
            { value: 'success', label: t('watches.success') },
            { value: 'failure', label: t('watches.failure') },
          ]}
          value={body.outcome ?? ''}
          onChange={(chosen) => change({ outcome: chosen === 'success' || chosen === 'failure' ? chosen : null })}
          allowDeselect={false}
        />
      </div>
    </fieldset>
  );
}
