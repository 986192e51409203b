import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Further } from './en/further.ts';
import type { Dictionary } from './en/index.ts';
import type { Language } from './format.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Dictionary & Further };
  }
}

const storageKey = 'hwaseong.language';

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const texts = language === 'ko' ? (await import('./ko/index.ts')).ko : (await import('./en/index.ts')).en;
  i18next.addResourceBundle(language, 'translation', texts);
}

/** Further texts were asked for: the other language brings them too. */
let wantsFurther = false;

async function addFurther(language: Language): Promise<void> {
  const { further } = language === 'ko' ? await import('./ko/further.ts') : await import('./en/further.ts');
  i18next.addResourceBundle(language, 'translation', further, true, true);
}

/** Fetches the texts of pages that nobody sees first. */
export async function loadFurther(): Promise<void> {
  if (wantsFurther) return;
  await addFurther(i18next.language === 'ko' ? 'ko' : 'en');
  wantsFurther = true;
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
  if (wantsFurther) await addFurther(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (remember) localStorage.setItem(storageKey, language);
}
