import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { type Cloud, openCloud } from '../cloud.ts';
import type { Images } from './images.ts';

/** Haneul Mall (하늘몰), a made-up web shop, as it was found at its first scan. */
export interface Company {
  production: Cloud;
  development: Cloud;
  images: Images;
  /** Makes whatever is made next as old as this. */
  daysAgo(days: number): Promise<void>;
}

/** Account number of the production account, which manages the organisation: one of those AWS keeps for examples. */
export const PRODUCTION = '111122223333';

export async function foundCompany(
  endpoint: string,
  { daysAgo, images }: Pick<Company, 'daysAgo' | 'images'>,
): Promise<Company> {
  await daysAgo(820);
  const production = openCloud(endpoint, PRODUCTION);
  const organizations = production.client(OrganizationsClient, 'us-east-1');
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { CreateAccountStatus } = await organizations.send(
    new CreateAccountCommand({ AccountName: 'haneul-development', Email: 'aws-dev@haneul-mall.example' }),
  );
  return { production, development: openCloud(endpoint, CreateAccountStatus?.AccountId as string), images, daysAgo };
}

/** The regions that are switched on in an account, those of other partitions left out. */
export async function enabledRegions(cloud: Cloud): Promise<string[]> {
  const { Regions = [] } = await cloud.client(EC2Client).send(new DescribeRegionsCommand({}));
  return Regions.map(({ RegionName }) => RegionName as string).filter(isCommercial);
}

/** True for a region of the partition that the company's accounts belong to; moto tells of all of them. */
export function isCommercial(region: string): boolean {
  return !/^(?:us-gov|cn)-/.test(region);
}
