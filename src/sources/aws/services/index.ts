import type { ServiceTable } from '../service-table.ts';
import { accessanalyzer } from './accessanalyzer.ts';
import { account } from './account.ts';
import { acm } from './acm.ts';
import { apigateway } from './apigateway.ts';
import { apigatewayv2 } from './apigatewayv2.ts';
import { backup } from './backup.ts';
import { cloudfront } from './cloudfront.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { codebuild } from './codebuild.ts';
import { config } from './config.ts';
import { dynamodb } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { ecr } from './ecr.ts';
import { ecs } from './ecs.ts';
import { efs } from './efs.ts';
import { eks } from './eks.ts';
import { elasticache } from './elasticache.ts';
import { elbv2 } from './elbv2.ts';
import { guardduty } from './guardduty.ts';
import { iam } from './iam.ts';
import { inspector2 } from './inspector2.ts';
import { kafka } from './kafka.ts';
import { kinesis } from './kinesis.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { macie2 } from './macie2.ts';
import { opensearch } from './opensearch.ts';
import { organizations } from './organizations.ts';
import { rds } from './rds.ts';
import { redshift } from './redshift.ts';
import { route53 } from './route53.ts';
import { s3 } from './s3.ts';
import { s3control } from './s3control.ts';
import { sagemaker } from './sagemaker.ts';
import { secretsmanager } from './secretsmanager.ts';
import { securityhub } from './securityhub.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';
import { wafv2 } from './wafv2.ts';

/** Every AWS service we read, alphabetical. */
export const services: readonly ServiceTable[] = [
  accessanalyzer, // one line each
  account,
  acm,
  apigateway,
  apigatewayv2,
  backup,
  cloudfront,
  cloudtrail,
  cloudwatch,
  codebuild,
  config,
  dynamodb,
  ec2,
  ecr,
  ecs,
  efs,
  eks,
  elasticache,
  elbv2,
  guardduty,
  iam,
  inspector2,
  kafka,
  kinesis,
  kms,
  lambda,
  logs,
  macie2,
  opensearch,
  organizations,
  rds,
  redshift,
  route53,
  s3,
  s3control,
  sagemaker,
  secretsmanager,
  securityhub,
  sns,
  sqs,
  ssm,
  sts,
  wafv2,
];
