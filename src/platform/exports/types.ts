import type { Language } from '../../model/index.ts';

/** What every export is told besides what it writes. */
export interface ExportContext {
  language: Language;
  /** Version of the product. */
  version: string;
  /** ISO 8601, UTC. */
  generatedAt: string;
}

/** Writes things in one format, piece by piece, so that a million of them need no memory. */
export interface Exporter<Item, Context extends ExportContext> {
  mediaType: string;
  extension: string;
  write(items: AsyncIterable<Item> | Iterable<Item>, context: Context): AsyncGenerator<string>;
}
