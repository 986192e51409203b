import type { ReactNode } from 'react';
import { Mark } from '../../components/Mark.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { setLanguage } from '../../i18n/index.ts';
import classes from './Doorway.module.css';

/** The page before the console: mark, one form, choice of language. */
export function Doorway({ children }: { children: ReactNode }) {
  const language = useLanguage();
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Mark size={32} />
          <span>Hwaseong</span>
        </div>
        {children}
      </div>
      <div className={classes.languages}>
        <button type="button" lang="en" aria-pressed={language === 'en'} onClick={() => void setLanguage('en')}>
          English
        </button>
        <button type="button" lang="ko" aria-pressed={language === 'ko'} onClick={() => void setLanguage('ko')}>
          한국어
        </button>
      </div>
    </main>
  );
}
