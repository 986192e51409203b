import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { type Cloud, openCloud } from '../cloud.ts';

/** Haneul Mall (하늘몰), a made-up web shop, as it was found at its first scan. */
export interface Company {
  production: Cloud;
  development: Cloud;
  /** Makes whatever is made next as old as this. */
  daysAgo(days: number): Promise<void>;
}

/** Account number of the production account, which manages the organisation: one of those AWS keeps for examples. */
const PRODUCTION = '111122223333';

export async function foundCompany(endpoint: string, daysAgo: Company['daysAgo']): Promise<Company> {
  await daysAgo(820);
  const production = openCloud(endpoint, PRODUCTION);
  const organizations = production.client(OrganizationsClient, 'us-east-1');
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { CreateAccountStatus } = await organizations.send(
    new CreateAccountCommand({ AccountName: 'haneul-development', Email: 'aws-dev@haneul-mall.example' }),
  );
  return { production, development: openCloud(endpoint, CreateAccountStatus?.AccountId as string), daysAgo };
}
