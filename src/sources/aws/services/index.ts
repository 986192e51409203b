import type { ServiceTable } from '../service-table.ts';
import { account } from './account.ts';
import { backup } from './backup.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { codebuild } from './codebuild.ts';
import { config } from './config.ts';
import { ec2 } from './ec2.ts';
import { iam } from './iam.ts';
import { logs } from './logs.ts';
import { organizations } from './organizations.ts';
import { s3 } from './s3.ts';
import { s3control } from './s3control.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { sts } from './sts.ts';

/** Every AWS service we read, alphabetical. */
export const services: readonly ServiceTable[] = [
  account, // one line each
  backup,
  cloudtrail,
  cloudwatch,
  codebuild,
  config,
  ec2,
  iam,
  logs,
  organizations,
  s3,
  s3control,
  sns,
  sqs,
  sts,
];
