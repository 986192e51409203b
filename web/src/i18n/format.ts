import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export type Language = 'en' | 'ko';

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Numbers, times and lists in one language. All of it is `Intl`'s. */
export function formatter(language: Language) {
  const numbers = new Intl.NumberFormat(language);
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const shortDays = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
  const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long' });
  const stamps = new Intl.DateTimeFormat(language, {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const sizes = (['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const).map(
    (unit) => new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }),
  );
  const lists = new Intl.ListFormat(language, { style: 'short', type: 'conjunction' });

  return {
    number: (value: number) => numbers.format(value),
    /** 12,345 → "12.3K" or "1.2만". */
    compact: (value: number) => compact.format(value),
    /**
     * A share of a whole. Never rounds up to 100 % nor down to 0 %: one failure among thousands stays visible.
     */
    share: (part: number, whole: number) => {
      if (whole === 0) return '–';
      const share = part / whole;
      if (share > 0.99 && share < 1) return `>${percents.format(0.99)}`;
      if (share > 0 && share < 0.01) return `<${percents.format(0.01)}`;
      return percents.format(share);
    },
    /** Bytes as people say them, by powers of a thousand: "5.8 MB". */
    bytes: (value: number) => {
      const power = Math.min(sizes.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
      // "974byte" is what `Intl` has for Korean: bytes are written as their multiples are.
      if (power === 0) return sizes[1]?.format(value).replace('kB', 'B') ?? '';
      return sizes[power]?.format(value / 1000 ** power) ?? '';
    },
    date: (iso: string) => days.format(new Date(iso)),
    shortDate: (iso: string) => shortDays.format(new Date(iso)),
    dateTime: (iso: string) => moments.format(new Date(iso)),
    /** To the second and always as wide: "11/02, 18:30:05" or "11. 02. 18:30:05". */
    stamp: (iso: string) => stamps.format(new Date(iso)),
    exact: (iso: string) => exact.format(new Date(iso)),
    /** How long before `now` (milliseconds), or how long until: "3 min. ago", "in 2 days". */
    ago: (iso: string, now: number) => {
      const difference = Date.parse(iso) - now;
      for (const [unit, size] of steps) {
        if (Math.abs(difference) >= size) return relative.format(Math.trunc(difference / size), unit);
      }
      return relative.format(0, 'second');
    },
    list: (words: string[]) => lists.format(words),
  };
}

const formatters = { en: formatter('en'), ko: formatter('ko') };

/** The language on screen. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'ko' ? 'ko' : 'en';
}

/** {@link formatter} of the language on screen. */
export function useFormat() {
  const language = useLanguage();
  return useMemo(() => formatters[language], [language]);
}

/** Picks from a text the API gives in both languages. */
export function useText(): (text: { en: string; ko: string }) => string {
  const language = useLanguage();
  return (text) => text[language];
}
