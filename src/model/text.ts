import { z } from 'zod';

/** A text that a person reads, in both languages of the product. */
export interface Text {
  en: string;
  ko: string;
}

export type Language = keyof Text;

export const languages: readonly Language[] = ['en', 'ko'];

export const textSchema = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
