import { Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { type Severity, severities } from '../../api/words.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import type { Channel } from './ChannelForm.tsx';
import classes from './Settings.module.css';

type Row = Omit<Schema['Routing'], 'id'>;

/** Which incidents go to which channel. */
export function RoutingCard({
  channels,
  routing,
}: {
  channels: readonly Channel[];
  routing: readonly Schema['Routing'][];
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayChange = useMay('admin');
  const before: Row[] = routing.map(({ id: _, ...row }) => row);
  const [rows, setRows] = useState(before);
  const save = useMutation({
    mutationFn: (items: Row[]) => take(api.PUT('/api/v1/routing', { body: { items } })),
    onSuccess: () => tellDone(t('channels.route.saved'), () => save.mutate(before)),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  });
  const change = (at: number, part: Partial<Row>) =>
    setRows(rows.map((row, n) => (n === at ? { ...row, ...part } : row)));
  const changed = JSON.stringify(rows) !== JSON.stringify(before);
  const first = channels[0];
  return (
    <section className={classes.card}>
      <h2>{t('channels.routing')}</h2>
      <p>{t('channels.routingText')}</p>
      {rows.map((row, at) => (
        // Rows have no names of their own, and are told apart by their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={at} className={classes.line}>
          <Select
            aria-label={t('channels.route.channel')}
            data={channels.map(({ id, name }) => ({ value: id, label: name }))}
            value={row.channel}
            onChange={(channel) => channel && change(at, { channel })}
            allowDeselect={false}
            disabled={!mayChange}
          />
          <Select
            aria-label={t('channels.route.severity')}
            data={severities.map((one) => ({ value: one, label: `≥ ${t(`severity.${one}`)}` }))}
            value={row.severity}
            onChange={(severity) => severity && change(at, { severity: severity as Severity })}
            allowDeselect={false}
            disabled={!mayChange}
            w={130}
          />
          <TextInput
            aria-label={t('channels.route.account')}
            placeholder={`${t('channels.route.account')}: ${t('channels.route.any')}`}
            value={row.account ?? ''}
            onChange={(event) => change(at, { account: event.currentTarget.value.trim() || null })}
            disabled={!mayChange}
            w={160}
          />
          <TextInput
            aria-label={t('channels.route.asset')}
            placeholder={`${t('channels.route.asset')}: ${t('channels.route.any')}`}
            title={t('channels.routeAssetHint')}
            value={row.asset ?? ''}
            onChange={(event) => change(at, { asset: event.currentTarget.value.trim() || null })}
            disabled={!mayChange}
          />
          {mayChange && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              aria-label={t('act.remove')}
              onClick={() => setRows(rows.filter((_, n) => n !== at))}
            >
              <IconX size={16} aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {mayChange && first && (
        <div className={classes.line}>
          <Button
            variant="default"
            onClick={() => setRows([...rows, { channel: first.id, severity: 'high', account: null, asset: null }])}
          >
            {t('channels.route.add')}
          </Button>
          {changed && (
            <Button loading={save.isPending} onClick={() => save.mutate(rows)}>
              {t('act.save')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
