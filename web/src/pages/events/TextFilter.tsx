import { Button, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../components/FilterMenu.module.css';

interface Props {
  label: string;
  hint: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A filter whose value is typed: a button that says it, and the box behind. */
export function TextFilter({ label, hint, value, onChange }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setOpened(false);
    onChange(words.trim() || undefined);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300} trapFocus returnFocus>
      <span className={classes.filter} data-active={value !== undefined || undefined}>
        <Popover.Target>
          <button
            type="button"
            className={classes.button}
            aria-haspopup="dialog"
            title={value}
            onClick={() => {
              setWords(value ?? '');
              setOpened(!opened);
            }}
          >
            <span>{label}</span>
            {value === undefined ? <IconChevronDown size={13} aria-hidden /> : <b className="clip">{value}</b>}
          </button>
        </Popover.Target>
        {value !== undefined && (
          <button
            type="button"
            className={classes.clear}
            aria-label={t('filter.clear', { filter: label })}
            onClick={() => onChange(undefined)}
          >
            <IconX size={13} aria-hidden />
          </button>
        )}
      </span>
      <Popover.Dropdown p={10} aria-label={label}>
        <form onSubmit={submit}>
          <TextInput
            label={label}
            placeholder={hint}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            maxLength={2000}
            spellCheck={false}
            autoComplete="off"
            data-autofocus
            mb={8}
          />
          <Button type="submit" size="compact-sm">
            {t('events.apply')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
