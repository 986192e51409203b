import type { ServiceTable } from '../service-table.ts';
import { account } from './account.ts';
import { ec2 } from './ec2.ts';
import { iam } from './iam.ts';
import { organizations } from './organizations.ts';
import { s3 } from './s3.ts';
import { sts } from './sts.ts';

/** Every AWS service we read, alphabetical. */
export const services: readonly ServiceTable[] = [
  account, // one line each
  ec2,
  iam,
  organizations,
  s3,
  sts,
];
