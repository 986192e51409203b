import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './SearchBox.module.css';

/** How long a pause in typing starts the search, in milliseconds. */
const pause = 250;

interface Props {
  label: string;
  value: string | undefined;
  onSearch: (words: string | undefined) => void;
}

/** A box that searches as one types; what it asks for lives in the address. */
export function SearchBox({ label, value = '', onSearch }: Props) {
  const { t } = useTranslation();
  const [words, setWords] = useState(value);
  const sent = useRef(value);
  const search = useRef(onSearch);
  search.current = onSearch;

  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setWords(value);
    }
  }, [value]);

  useEffect(() => {
    if (words === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = words;
      search.current(words.trim() || undefined);
    }, pause);
    return () => clearTimeout(timer);
  }, [words]);

  return (
    <span className={classes.box}>
      <IconSearch size={15} aria-hidden />
      <input
        type="text"
        aria-label={label}
        placeholder={label}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (words === '') event.currentTarget.blur();
          else setWords('');
        }}
        spellCheck={false}
        autoComplete="off"
      />
      {words !== '' && (
        <button type="button" aria-label={t('act.clear')} onClick={() => setWords('')}>
          <IconX size={14} aria-hidden />
        </button>
      )}
    </span>
  );
}
