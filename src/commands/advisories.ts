import process from 'node:process';
import { advisoriesAsOf } from '../advisories/database/meta.ts';
import { openAdvisories } from '../advisories/database/open.ts';
import { advisoriesFile } from '../advisories/location.ts';
import { createMatcher } from '../engines/vulnerability/index.ts';
import type { FactsOptions } from '../findings/judge-facts.ts';
import { UserError } from '../model/index.ts';

/** The advisory database, opened to judge by. */
export interface JudgingAdvisories {
  /** Absent where there is no database. */
  advisories?: NonNullable<FactsOptions['advisories']>;
  close(): void;
}

/**
 * Opens the advisory database that software is judged by. That there is none where nobody named one is told with the result: packages are then counted and
 * not judged.
 *
 * @throws UserError where the file named is missing, or the file is none or damaged
 */
export function judgingAdvisories(file: string | undefined): JudgingAdvisories {
  try {
    const database = openAdvisories(file ?? advisoriesFile(process.env, process.getuid?.()));
    const { match } = createMatcher(database);
    return { advisories: { match, asOf: advisoriesAsOf(database.meta) }, close: () => database.close() };
  } catch (error) {
    if (file === undefined && error instanceof UserError && error.code === 'advisories-missing')
      return { close: () => undefined };
    throw error;
  }
}
