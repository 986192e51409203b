variable "trusted_account" {
  type        = string
  description = "Number of the account that Hwaseong comes from: the account of its server, or of the keys it was given"
}

variable "external_id" {
  type        = string
  description = "External id that Hwaseong shows; the console gives one for each connection"
}

# Role by which Hwaseong reads this account. It changes nothing.
resource "aws_iam_role" "hwaseong" {
  name               = "HwaseongReadOnly"
  assume_role_policy = jsonencode({
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Principal": {
          "AWS": var.trusted_account
        },
        "Action": "sts:AssumeRole",
        "Condition": {
          "StringEquals": {
            "sts:ExternalId": var.external_id
          }
        }
      }
    ]
  })
}

resource "aws_iam_policy" "hwaseong_1" {
  name        = "HwaseongReadOnly1"
  description = "What Hwaseong reads"
  policy      = jsonencode({
    "Version": "2012-10-17",
    "Statement": [
      {
        "Sid": "ReadAccessanalyzer",
        "Effect": "Allow",
        "Action": [
          "access-analyzer:ListAnalyzers"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadAccount",
        "Effect": "Allow",
        "Action": [
          "account:GetAlternateContact"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadAcm",
        "Effect": "Allow",
        "Action": [
          "acm:DescribeCertificate",
          "acm:ListCertificates"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadApigateway",
        "Effect": "Allow",
        "Action": [
          "apigateway:GET"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadBackup",
        "Effect": "Allow",
        "Action": [
          "backup:ListBackupPlans",
          "backup:ListBackupVaults"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadCloudfront",
        "Effect": "Allow",
        "Action": [
          "cloudfront:GetDistribution",
          "cloudfront:ListDistributions",
          "cloudfront:ListOriginAccessControls"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadCloudtrail",
        "Effect": "Allow",
        "Action": [
          "cloudtrail:DescribeTrails",
          "cloudtrail:GetEventSelectors",
          "cloudtrail:GetTrailStatus",
          "cloudtrail:LookupEvents"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadCloudwatch",
        "Effect": "Allow",
        "Action": [
          "cloudwatch:DescribeAlarms"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadCodebuild",
        "Effect": "Allow",
        "Action": [
          "codebuild:BatchGetProjects",
          "codebuild:ListProjects"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadConfig",
        "Effect": "Allow",
        "Action": [
          "config:DescribeConfigRules",
          "config:DescribeConfigurationAggregators",
          "config:DescribeConfigurationRecorderStatus",
          "config:DescribeConfigurationRecorders"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadDynamodb",
        "Effect": "Allow",
        "Action": [
          "dynamodb:DescribeContinuousBackups",
          "dynamodb:ListBackups",
          "dynamodb:ListTables"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadEc2",
        "Effect": "Allow",
        "Action": [
          "ec2:DescribeAddresses",
          "ec2:DescribeCustomerGateways",
          "ec2:DescribeEgressOnlyInternetGateways",
          "ec2:DescribeFlowLogs",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceAttribute",
          "ec2:DescribeInstances",
          "ec2:DescribeInternetGateways",
          "ec2:DescribeKeyPairs",
          "ec2:DescribeLaunchTemplateVersions",
          "ec2:DescribeLaunchTemplates",
          "ec2:DescribeManagedPrefixLists",
          "ec2:DescribeNatGateways",
          "ec2:DescribeNetworkAcls",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeRegions",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSnapshotAttribute",
          "ec2:DescribeSnapshots",
          "ec2:DescribeSubnets",
          "ec2:DescribeTransitGatewayAttachments",
          "ec2:DescribeTransitGateways",
          "ec2:DescribeVolumes",
          "ec2:DescribeVpcEndpointServiceConfigurations",
          "ec2:DescribeVpcEndpoints",
          "ec2:DescribeVpcPeeringConnections",
          "ec2:DescribeVpcs",
          "ec2:DescribeVpnConnections",
          "ec2:DescribeVpnGateways",
          "ec2:GetEbsEncryptionByDefault"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadEcr",
        "Effect": "Allow",
        "Action": [
          "ecr:DescribeRepositories",
          "ecr:GetLifecyclePolicy",
          "ecr:GetRegistryScanningConfiguration",
          "ecr:GetRepositoryPolicy"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadEcs",
        "Effect": "Allow",
        "Action": [
          "ecs:DescribeServices",
          "ecs:DescribeTaskDefinition",
          "ecs:ListClusters",
          "ecs:ListServices",
          "ecs:ListTaskDefinitionFamilies",
          "ecs:ListTasks"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadEks",
        "Effect": "Allow",
        "Action": [
          "eks:DescribeCluster",
          "eks:ListAccessEntries",
          "eks:ListAddons",
          "eks:ListClusters",
          "eks:ListFargateProfiles",
          "eks:ListNodegroups"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadElasticache",
        "Effect": "Allow",
        "Action": [
          "elasticache:DescribeCacheClusters",
          "elasticache:DescribeCacheSubnetGroups",
          "elasticache:DescribeReplicationGroups",
          "elasticache:DescribeServerlessCaches",
          "elasticache:DescribeSnapshots",
          "elasticache:DescribeUsers"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadElasticfilesystem",
        "Effect": "Allow",
        "Action": [
          "elasticfilesystem:DescribeAccessPoints",
          "elasticfilesystem:DescribeFileSystems"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadElasticloadbalancing",
        "Effect": "Allow",
        "Action": [
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancerAttributes",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeTargetGroups"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadEs",
        "Effect": "Allow",
        "Action": [
          "es:DescribeDomain",
          "es:ListDomainNames"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadGuardduty",
        "Effect": "Allow",
        "Action": [
          "guardduty:GetDetector",
          "guardduty:GetFindings",
          "guardduty:ListDetectors",
          "guardduty:ListFindings"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadIam",
        "Effect": "Allow",
        "Action": [
          "iam:GenerateCredentialReport",
          "iam:GetAccountPasswordPolicy",
          "iam:GetAccountSummary",
          "iam:GetCredentialReport",
          "iam:GetGroup",
          "iam:GetGroupPolicy",
          "iam:GetPolicyVersion",
          "iam:GetRolePolicy",
          "iam:GetUserPolicy",
          "iam:ListAttachedGroupPolicies",
          "iam:ListAttachedRolePolicies",
          "iam:ListAttachedUserPolicies",
          "iam:ListGroupPolicies",
          "iam:ListGroups",
          "iam:ListGroupsForUser",
          "iam:ListInstanceProfiles",
          "iam:ListOpenIDConnectProviders",
          "iam:ListOrganizationsFeatures",
          "iam:ListPolicies",
          "iam:ListRolePolicies",
          "iam:ListRoles",
          "iam:ListSAMLProviders",
          "iam:ListServerCertificates",
          "iam:ListUserPolicies",
          "iam:ListUsers",
          "iam:ListVirtualMFADevices"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadInspector2",
        "Effect": "Allow",
        "Action": [
          "inspector2:BatchGetAccountStatus"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadKafka",
        "Effect": "Allow",
        "Action": [
          "kafka:ListClustersV2",
          "kafka:ListConfigurations"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadKinesis",
        "Effect": "Allow",
        "Action": [
          "kinesis:DescribeStreamSummary",
          "kinesis:ListStreams"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadKms",
        "Effect": "Allow",
        "Action": [
          "kms:DescribeKey",
          "kms:GetKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListAliases",
          "kms:ListKeys"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadLambda",
        "Effect": "Allow",
        "Action": [
          "lambda:GetFunctionUrlConfig",
          "lambda:GetPolicy",
          "lambda:ListAliases",
          "lambda:ListEventSourceMappings",
          "lambda:ListFunctions",
          "lambda:ListLayers"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadLogs",
        "Effect": "Allow",
        "Action": [
          "logs:DescribeDeliveries",
          "logs:DescribeDeliverySources",
          "logs:DescribeLogGroups",
          "logs:DescribeMetricFilters"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadMacie2",
        "Effect": "Allow",
        "Action": [
          "macie2:GetMacieSession"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadOrganizations",
        "Effect": "Allow",
        "Action": [
          "organizations:DescribeOrganization",
          "organizations:DescribePolicy",
          "organizations:ListAccounts",
          "organizations:ListHandshakesForAccount",
          "organizations:ListOrganizationalUnitsForParent",
          "organizations:ListPolicies",
          "organizations:ListRoots",
          "organizations:ListTargetsForPolicy"
        ],
        "Resource": "*"
      }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "hwaseong_1" {
  role       = aws_iam_role.hwaseong.name
  policy_arn = aws_iam_policy.hwaseong_1.arn
}

resource "aws_iam_policy" "hwaseong_2" {
  name        = "HwaseongReadOnly2"
  description = "What Hwaseong reads"
  policy      = jsonencode({
    "Version": "2012-10-17",
    "Statement": [
      {
        "Sid": "ReadRds",
        "Effect": "Allow",
        "Action": [
          "rds:DescribeDBClusterParameterGroups",
          "rds:DescribeDBClusterParameters",
          "rds:DescribeDBClusterSnapshotAttributes",
          "rds:DescribeDBClusterSnapshots",
          "rds:DescribeDBClusters",
          "rds:DescribeDBInstances",
          "rds:DescribeDBParameterGroups",
          "rds:DescribeDBParameters",
          "rds:DescribeDBProxies",
          "rds:DescribeDBSnapshotAttributes",
          "rds:DescribeDBSnapshots",
          "rds:DescribeDBSubnetGroups",
          "rds:DescribeEventSubscriptions"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadRedshift",
        "Effect": "Allow",
        "Action": [
          "redshift:DescribeClusterSnapshots",
          "redshift:DescribeClusterSubnetGroups",
          "redshift:DescribeClusters"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadRoute53",
        "Effect": "Allow",
        "Action": [
          "route53:ListHealthChecks",
          "route53:ListHostedZones",
          "route53:ListResourceRecordSets"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadS3",
        "Effect": "Allow",
        "Action": [
          "s3:GetAccessPoint",
          "s3:GetAccountPublicAccessBlock",
          "s3:GetBucketAcl",
          "s3:GetBucketLocation",
          "s3:GetBucketLogging",
          "s3:GetBucketPolicy",
          "s3:GetBucketPublicAccessBlock",
          "s3:GetBucketVersioning",
          "s3:GetBucketWebsite",
          "s3:GetEncryptionConfiguration",
          "s3:ListAccessPoints",
          "s3:ListAllMyBuckets"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadSagemaker",
        "Effect": "Allow",
        "Action": [
          "sagemaker:DescribeNotebookInstance",
          "sagemaker:ListDomains",
          "sagemaker:ListEndpointConfigs",
          "sagemaker:ListEndpoints",
          "sagemaker:ListModels",
          "sagemaker:ListNotebookInstances"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadSecretsmanager",
        "Effect": "Allow",
        "Action": [
          "secretsmanager:GetResourcePolicy",
          "secretsmanager:ListSecrets"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadSecurityhub",
        "Effect": "Allow",
        "Action": [
          "securityhub:DescribeHub",
          "securityhub:GetEnabledStandards",
          "securityhub:ListEnabledProductsForImport"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadSns",
        "Effect": "Allow",
        "Action": [
          "sns:GetTopicAttributes",
          "sns:ListSubscriptions",
          "sns:ListTopics"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadSqs",
        "Effect": "Allow",
        "Action": [
          "sqs:GetQueueAttributes",
          "sqs:ListQueues"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadSsm",
        "Effect": "Allow",
        "Action": [
          "ssm:DescribeDocumentPermission",
          "ssm:DescribeInstanceInformation",
          "ssm:DescribeParameters",
          "ssm:GetServiceSetting",
          "ssm:ListDocuments",
          "ssm:ListResourceComplianceSummaries"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadSts",
        "Effect": "Allow",
        "Action": [
          "sts:GetCallerIdentity"
        ],
        "Resource": "*"
      },
      {
        "Sid": "ReadWafv2",
        "Effect": "Allow",
        "Action": [
          "wafv2:ListIPSets",
          "wafv2:ListRuleGroups",
          "wafv2:ListWebACLs"
        ],
        "Resource": "*"
      }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "hwaseong_2" {
  role       = aws_iam_role.hwaseong.name
  policy_arn = aws_iam_policy.hwaseong_2.arn
}

output "role_arn" {
  value = aws_iam_role.hwaseong.arn
}
