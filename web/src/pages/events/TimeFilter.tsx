import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type EventsSearch, spans } from '../../app/addresses.ts';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Events.module.css';

type Time = Pick<EventsSearch, 'span' | 'from' | 'to'>;

/** A span that ends now, or an exact time. */
export function TimeFilter({ search, change }: { search: Time; change: (time: Time) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { span, from, to } = search;
  const exact = from !== undefined || to !== undefined;
  const between = t('events.between', {
    from: from === undefined ? '…' : format.dateTime(from),
    to: to === undefined ? '…' : format.dateTime(to),
  });
  return (
    <FilterMenu
      single
      label={t(exact || span !== undefined ? 'events.filter.time' : 'events.span.24h')}
      choices={[
        ...spans.map((value) => ({ value, label: t(`events.span.${value}`) })),
        { value: 'exact', label: exact ? between : t('events.exactTime') },
      ]}
      chosen={exact ? ['exact'] : span === undefined ? [] : [span]}
      onChange={([value]) => {
        if (value === 'exact') change({ span: undefined, ...lastDay() });
        else change({ span: value === '24h' ? undefined : (value as Time['span']), from: undefined, to: undefined });
      }}
    />
  );
}

function lastDay(): { from: string; to: string } {
  const now = Date.now();
  return { from: new Date(now - 86_400_000).toISOString(), to: new Date(now).toISOString() };
}

/** The two ends of an exact time, in the reader's own time zone. */
export function TimeInputs({ search, change }: { search: Time; change: (time: Time) => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.times}>
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="datetime-local"
          size="xs"
          aria-label={t(`events.${end}`)}
          value={localTime(search[end])}
          onChange={(event) => {
            const at = Date.parse(event.currentTarget.value);
            if (!Number.isNaN(at)) change({ [end]: new Date(at).toISOString() });
          }}
        />
      ))}
    </div>
  );
}

/** `2026-11-02T18:30`, as the input wants it. */
function localTime(iso: string | undefined): string {
  if (iso === undefined) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
