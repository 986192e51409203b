import { type Kysely, sql } from 'kysely';

/**
 * In how many images and hosts a package is gets counted where it is shown. Kept with the package, each scan of an image rewrote every package that it
 * has, with all its indexes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger count_insert on bom_packages`.execute(db);
  await sql`drop trigger count_delete on bom_packages`.execute(db);
  await sql`drop function count_package_places()`.execute(db);
  await sql`alter table packages drop column assets`.execute(db);
}
