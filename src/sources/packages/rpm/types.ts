/** The headers that a database of rpm holds. */
export interface StoredHeaders {
  headers: Buffer[];
  /** Why there may be more. */
  incomplete?: string;
}
