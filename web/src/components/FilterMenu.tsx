import { Checkbox, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './FilterMenu.module.css';

export interface Choice {
  value: string;
  label: string;
  /** What else the search box finds it by. */
  detail?: string | undefined;
  mark?: ReactNode;
  count?: number | undefined;
}

interface Props {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** Only one at a time. */
  single?: boolean;
}

/** More choices than this get a search box. */
const searchable = 9;

/** One filter: a button that says what it narrows to, and the choices behind it. */
export function FilterMenu({ label, choices, chosen, onChange, single = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState('');
  const labels = chosen.map((value) => choices.find((choice) => choice.value === value)?.label ?? value);
  const wanted = words.trim().toLowerCase();
  const found = choices.filter(({ label, detail }) => `${label} ${detail ?? ''}`.toLowerCase().includes(wanted));

  const toggle = (value: string) => {
    if (single) {
      onChange(chosen.includes(value) ? [] : [value]);
      setOpened(false);
    } else {
      onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
    }
  };

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={280} trapFocus returnFocus>
      <span className={classes.filter} data-active={chosen.length > 0 || undefined}>
        <Popover.Target>
          <button type="button" className={classes.button} aria-haspopup="dialog" onClick={() => setOpened(!opened)}>
            <span>{label}</span>
            {labels.length > 0 && <b className="clip">{format.list(labels)}</b>}
            {labels.length === 0 && <IconChevronDown size={13} aria-hidden />}
          </button>
        </Popover.Target>
        {labels.length > 0 && (
          <button
            type="button"
            className={classes.clear}
            aria-label={t('filter.clear', { filter: label })}
            onClick={() => onChange([])}
          >
            <IconX size={13} aria-hidden />
          </button>
        )}
      </span>
      <Popover.Dropdown p={6} aria-label={label}>
        {choices.length > searchable && (
          <TextInput
            size="xs"
            mb={4}
            placeholder={t('filter.find')}
            aria-label={t('filter.find')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <div className={classes.choices}>
          {found.length === 0 && <p className={classes.none}>{t('filter.none')}</p>}
          {found.map(({ value, label, mark, count }) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: the box is the control
            <label key={value} className={classes.choice}>
              <Checkbox size="xs" checked={chosen.includes(value)} onChange={() => toggle(value)} />
              {mark}
              <span className={classes.choiceLabel}>{label}</span>
              {count !== undefined && <span className={classes.count}>{format.compact(count)}</span>}
            </label>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
