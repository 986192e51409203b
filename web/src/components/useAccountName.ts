import { useQuery } from '@tanstack/react-query';
import { accountsQuery } from '../api/queries.ts';

/** Turns an account id into the name people gave the account, where it has one. */
export function useAccountName(): (id: string) => string {
  const accounts = useQuery(accountsQuery).data?.accounts;
  return (id) => accounts?.find((account) => account.id === id)?.name || id;
}
