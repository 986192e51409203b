import { sql } from 'kysely';
import type { Services } from './services.ts';

export interface Account {
  id: string;
  /** As the organisation calls it; the number where it is not known. */
  name: string;
  provider: string;
  sample: boolean;
}

/** The accounts that were reached, by name. */
export async function readAccounts({ db, tenant }: Pick<Services, 'db' | 'tenant'>): Promise<Account[]> {
  const [reached, named] = await Promise.all([
    db
      .selectFrom('assets')
      .innerJoin('connections', (join) =>
        join.onRef('connections.tenant', '=', 'assets.tenant').onRef('connections.id', '=', 'assets.connection'),
      )
      .select(['assets.account', 'assets.name', 'assets.provider', 'connections.sample'])
      .where('assets.tenant', '=', tenant)
      .where('assets.kind', '=', 'aws.account')
      .where('assets.gone_at', 'is', null)
      .execute(),
    db
      .selectFrom('assets')
      .select(['name', sql<string | null>`data ->> 'Id'`.as('account')])
      .where('tenant', '=', tenant)
      .where('kind', '=', 'aws.organizations.account')
      .where('gone_at', 'is', null)
      .execute(),
  ]);
  const names = new Map(named.map(({ account, name }) => [account, name]));
  return reached
    .map(({ account, name, provider, sample }) => ({ id: account, name: names.get(account) ?? name, provider, sample }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
}
