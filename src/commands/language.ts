import type { Language, Text } from '../model/index.ts';

/** The language of a terminal: `HWASEONG_LANG`, else the locale of the system; English where neither says Korean. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const said = env.HWASEONG_LANG ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '';
  return said.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/** Picks a text, with `{name}` replaced by the values given. */
export function say(text: Text, language: Language, values: Record<string, string | number> = {}): string {
  return text[language].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
