import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Dictionary } from './en/index.ts';
import type { Language } from './format.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Dictionary };
  }
}

const storageKey = 'hwaseong.language';

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const texts = language === 'ko' ? (await import('./ko/index.ts')).ko : (await import('./en/index.ts')).en;
  i18next.addResourceBundle(language, 'translation', texts);
}

/** The language kept from last time, else the browser's. */
export function preferredLanguage(): Language {
  const kept = localStorage.getItem(storageKey);
  if (kept === 'en' || kept === 'ko') return kept;
  return navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/** Starts with the texts of one language; the other is fetched when it is asked for. */
export async function startLanguage(): Promise<void> {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await setLanguage(language, false);
}

/** Shows the console in a language, and remembers it on this machine. */
export async function setLanguage(language: Language, remember = true): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (remember) localStorage.setItem(storageKey, language);
}
