import { Checkbox, Skeleton, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { knownEventsQuery } from '../../api/event-queries.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import { foundEvents } from './known.ts';
import classes from './Watches.module.css';

/** Most events of an answer that are drawn at once. */
const mostShown = 60;

/** Chooses among known events by words of either language; what is chosen stands above. */
export function EventPicker({ chosen, onChange }: { chosen: readonly string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { data } = useQuery(knownEventsQuery);
  const [words, setWords] = useState('');
  if (data === undefined) return <Skeleton height={320} />;
  const titles = new Map(data.items.map(({ id, title }) => [id, text(title)]));
  const found = foundEvents(data.items, words);
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <>
      <TextInput
        label={t('watches.find')}
        placeholder={t('watches.findHint')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
        mb={8}
      />
      {chosen.length > 0 && (
        <ul className={classes.chosen} aria-label={t('watches.chosen')}>
          {chosen.map((id) => (
            <li key={id} title={id}>
              <span className="clip">{titles.get(id) ?? id}</span>
              <button
                type="button"
                aria-label={`${t('act.remove')}: ${titles.get(id) ?? id}`}
                onClick={() => toggle(id)}
              >
                <IconX size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <ul className={classes.choices} aria-label={t('watches.events')}>
        {found.length === 0 && <li className="faint">{t('watches.nothing')}</li>}
        {found.slice(0, mostShown).map(({ id, name, service, title, seenLastMonth }) => (
          <li key={id}>
            {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is the control */}
            <label>
              <Checkbox size="xs" checked={chosen.includes(id)} onChange={() => toggle(id)} />
              <span>
                {text(title)}
                <small className="faint">
                  {name} · {service}
                </small>
              </span>
              <small className="faint">
                {seenLastMonth === 0 ? t('watches.never') : t('watches.seen', { n: format.number(seenLastMonth) })}
              </small>
            </label>
          </li>
        ))}
        {found.length > mostShown && (
          <li className="faint">{t('watches.more', { count: found.length - mostShown })}</li>
        )}
      </ul>
    </>
  );
}
