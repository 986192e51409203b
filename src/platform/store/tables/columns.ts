import type { ColumnType } from 'kysely';

/** A moment: read as a Date, written as one or as ISO 8601 text. Kept to the millisecond. */
export type Moment = ColumnType<Date, Date | string, Date | string>;
export type OptionalMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** A `jsonb` column: read parsed, written as JSON text (see `jsonText`). */
export type Jsonb<T> = ColumnType<T, string, string>;
export type OptionalJsonb<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** A `jsonb` column with a default. */
export type DefaultJsonb<T> = ColumnType<T, string | undefined, string>;

export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;
