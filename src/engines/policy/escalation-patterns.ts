/**
 * Known ways from some permissions to more, as data: which actions make each one up and on what they must be
 * granted. An entry that another of its kind already implies is left out.
 * Sources: the public catalogues of AWS privilege escalation (Rhino Security Labs, pathfinding.cloud) and the
 * Service Authorization Reference, by which each action was checked.
 */

/**
 * `self` widens the caller's own permissions, `principal` takes over another identity, `pass-role` starts
 * something new with a role, `compute` takes the role of what already runs. `situational` needs something
 * unusual around it (a boundary to lift, a tag that policies compare), `data` yields credentials or opens data.
 */
export type EscalationKind = 'self' | 'principal' | 'pass-role' | 'compute' | 'situational' | 'data';

/** What an action must be granted on: the caller, an IAM entity of one type, or any resource. */
export type Target = 'own user' | 'own role' | 'user' | 'role' | 'group' | 'policy' | 'resource';

export interface Need {
  /** As AWS writes it: `iam:PassRole`. */
  readonly action: string;
  readonly on: Target;
}

export interface EscalationPattern {
  readonly id: string;
  readonly kind: EscalationKind;
  /** All of these. */
  readonly needs: readonly Need[];
  /** For `pass-role`: the service that receives the role and whom the role must trust. */
  readonly service?: string;
}

type Written = `${string}:${string}` | `${string}:${string} on ${Target}`;

const direct: Readonly<Record<Exclude<EscalationKind, 'pass-role'>, Readonly<Record<string, readonly Written[]>>>> = {
  self: {
    'new-policy-version': ['iam:CreatePolicyVersion on policy'],
    'older-policy-version': ['iam:SetDefaultPolicyVersion on policy'],
    'inline-policy-on-own-user': ['iam:PutUserPolicy on own user'],
    'managed-policy-on-own-user': ['iam:AttachUserPolicy on own user'],
    'inline-policy-on-own-role': ['iam:PutRolePolicy on own role'],
    'managed-policy-on-own-role': ['iam:AttachRolePolicy on own role'],
    'inline-policy-on-group': ['iam:PutGroupPolicy on group'],
    'managed-policy-on-group': ['iam:AttachGroupPolicy on group'],
    'join-group': ['iam:AddUserToGroup on group'],
  },
  principal: {
    'access-key-of-user': ['iam:CreateAccessKey on user'],
    'new-password-of-user': ['iam:CreateLoginProfile on user'],
    'other-password-of-user': ['iam:UpdateLoginProfile on user'],
    'service-credential-of-user': ['iam:CreateServiceSpecificCredential on user'],
    'reset-service-credential-of-user': ['iam:ResetServiceSpecificCredential on user'],
    'ssh-key-of-user': ['iam:UploadSSHPublicKey on user'],
    'replace-mfa-of-user': ['iam:DeactivateMFADevice on user', 'iam:EnableMFADevice on user'],
    'rewrite-trust': ['iam:UpdateAssumeRolePolicy on role', 'sts:AssumeRole on role'],
    'managed-policy-on-role': ['iam:AttachRolePolicy on role', 'sts:AssumeRole on role'],
    'inline-policy-on-role': ['iam:PutRolePolicy on role', 'sts:AssumeRole on role'],
    'policy-version-of-role': ['iam:CreatePolicyVersion on policy', 'sts:AssumeRole on role'],
    'older-policy-version-of-role': ['iam:SetDefaultPolicyVersion on policy', 'sts:AssumeRole on role'],
    'managed-policy-and-trust': ['iam:AttachRolePolicy on role', 'iam:UpdateAssumeRolePolicy on role'],
    'inline-policy-and-trust': ['iam:PutRolePolicy on role', 'iam:UpdateAssumeRolePolicy on role'],
    'policy-version-and-trust': ['iam:CreatePolicyVersion on policy', 'iam:UpdateAssumeRolePolicy on role'],
    'own-identity-provider': ['iam:CreateOpenIDConnectProvider', 'iam:UpdateAssumeRolePolicy on role'],
    'replace-saml-metadata': ['iam:UpdateSAMLProvider'],
    'new-permission-set': [
      'sso:CreatePermissionSet',
      'sso:AttachManagedPolicyToPermissionSet',
      'sso:CreateAccountAssignment',
    ],
    'managed-policy-on-permission-set': ['sso:AttachManagedPolicyToPermissionSet'],
    'inline-policy-on-permission-set': ['sso:PutInlinePolicyToPermissionSet'],
    'join-identity-store-group': ['identitystore:CreateGroupMembership'],
    'cluster-admin-access-entry': ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'],
  },
  compute: {
    'instance-user-data': ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    'launch-template-version': ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    'ssh-key-to-instance': ['ec2-instance-connect:SendSSHPublicKey'],
    'serial-console': ['ec2-instance-connect:SendSerialConsoleSSHPublicKey'],
    'windows-password': ['ec2:GetPasswordData'],
    'copy-disk': ['ec2:CreateSnapshot', 'ec2:CreateVolume', 'ec2:AttachVolume'],
    'replace-root-volume': ['ec2:CreateReplaceRootVolumeTask'],
    'session-on-instance': ['ssm:StartSession'],
    'resume-session-on-instance': ['ssm:ResumeSession'],
    'command-on-instance': ['ssm:SendCommand'],
    'association-on-instance': ['ssm:CreateAssociation'],
    'function-code': ['lambda:UpdateFunctionCode'],
    'function-layer': ['lambda:UpdateFunctionConfiguration'],
    'function-alias': ['lambda:PublishVersion', 'lambda:UpdateAlias'],
    'glue-endpoint-key': ['glue:UpdateDevEndpoint'],
    'update-stack': ['cloudformation:UpdateStack'],
    'change-set': ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    'build-override': ['codebuild:StartBuild'],
    'batch-build-override': ['codebuild:StartBuildBatch'],
    'deploy-revision': [
      'codedeploy:CreateDeployment',
      'codedeploy:RegisterApplicationRevision',
      'codedeploy:GetDeploymentConfig',
    ],
    'pipeline-stages': ['codepipeline:UpdatePipeline'],
    'shell-in-task': ['ecs:ExecuteCommand', 'ecs:DescribeTasks'],
    'batch-job-override': ['batch:SubmitJob'],
    'notebook-url': ['sagemaker:CreatePresignedNotebookInstanceUrl'],
    'studio-url': ['sagemaker:CreatePresignedDomainUrl'],
    'notebook-start-script': [
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:StopNotebookInstance',
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    'app-runner-image': ['apprunner:UpdateService'],
    'state-machine-definition': ['states:UpdateStateMachine', 'states:StartExecution'],
    'schedule-target': ['scheduler:UpdateSchedule'],
    'code-interpreter-session': [
      'bedrock-agentcore:StartCodeInterpreterSession',
      'bedrock-agentcore:InvokeCodeInterpreter',
    ],
    'agent-runtime-command': ['bedrock-agentcore:InvokeAgentRuntimeCommand'],
    'browser-session': ['bedrock-agentcore:StartBrowserSession', 'bedrock-agentcore:ConnectBrowserAutomationStream'],
    'node-group-template': ['eks:UpdateNodegroupVersion', 'ec2:CreateLaunchTemplateVersion'],
  },
  situational: {
    'lift-boundary-of-own-user': ['iam:DeleteUserPermissionsBoundary on own user'],
    'widen-boundary-of-own-user': ['iam:PutUserPermissionsBoundary on own user'],
    'lift-boundary-of-own-role': ['iam:DeleteRolePermissionsBoundary on own role'],
    'widen-boundary-of-own-role': ['iam:PutRolePermissionsBoundary on own role'],
    'delete-denying-inline-policy-of-own-user': ['iam:DeleteUserPolicy on own user'],
    'detach-denying-policy-of-own-user': ['iam:DetachUserPolicy on own user'],
    'delete-denying-inline-policy-of-own-role': ['iam:DeleteRolePolicy on own role'],
    'detach-denying-policy-of-own-role': ['iam:DetachRolePolicy on own role'],
    'tag-own-user': ['iam:TagUser on own user'],
    'tag-own-role': ['iam:TagRole on own role'],
    'reactivate-access-key': ['iam:UpdateAccessKey on user'],
    'provider-thumbprint': ['iam:UpdateOpenIDConnectProviderThumbprint'],
    'provider-audience': ['iam:AddClientIDToOpenIDConnectProvider'],
    'detach-organization-policy': ['organizations:DetachPolicy'],
    'pipeline-job-credentials': ['codepipeline:PollForJobs'],
  },
  data: {
    'write-code-bucket': ['s3:PutObject'],
    'push-image': ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload'],
    'write-parameter': ['ssm:PutParameter'],
    'read-secret': ['secretsmanager:GetSecretValue'],
    'read-parameter': ['ssm:GetParameter'],
    'read-function-environment': ['lambda:GetFunctionConfiguration'],
    'read-function-code': ['lambda:GetFunction'],
    'read-user-data': ['ec2:DescribeInstanceAttribute'],
    'read-task-definition': ['ecs:DescribeTaskDefinition'],
    'read-build-environment': ['codebuild:BatchGetProjects'],
    'read-stack-template': ['cloudformation:GetTemplate'],
    'warehouse-credentials': ['redshift:GetClusterCredentials'],
    'database-login': ['rds-db:connect'],
    'grant-on-key': ['kms:CreateGrant'],
    'key-policy': ['kms:PutKeyPolicy'],
    'bucket-policy': ['s3:PutBucketPolicy'],
    'secret-policy': ['secretsmanager:PutResourcePolicy'],
    'queue-policy': ['sqs:SetQueueAttributes'],
    'topic-policy': ['sns:SetTopicAttributes'],
    'function-policy': ['lambda:AddPermission'],
    'repository-policy': ['ecr:SetRepositoryPolicy'],
    'resource-share': ['ram:CreateResourceShare'],
    'share-database-snapshot': ['rds:ModifyDBSnapshotAttribute'],
    'share-disk-snapshot': ['ec2:ModifySnapshotAttribute'],
  },
};

/** Service → id → what must be granted beside iam:PassRole. */
const passRole: Readonly<Record<string, Readonly<Record<string, readonly Written[]>>>> = {
  'ec2.amazonaws.com': {
    'run-instances': ['ec2:RunInstances'],
    'spot-instances': ['ec2:RequestSpotInstances'],
    'spot-fleet': ['ec2:RequestSpotFleet'],
    'ec2-fleet': ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate'],
    'associate-instance-profile': ['ec2:AssociateIamInstanceProfile'],
    'replace-instance-profile': ['ec2:ReplaceIamInstanceProfileAssociation'],
    'swap-role-of-profile': ['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
    'new-scaling-group': ['autoscaling:CreateLaunchConfiguration', 'autoscaling:CreateAutoScalingGroup'],
    'update-scaling-group': ['autoscaling:CreateLaunchConfiguration', 'autoscaling:UpdateAutoScalingGroup'],
    'emr-cluster': ['elasticmapreduce:RunJobFlow'],
    'image-pipeline': [
      'imagebuilder:CreateComponent',
      'imagebuilder:CreateImageRecipe',
      'imagebuilder:CreateInfrastructureConfiguration',
      'imagebuilder:CreateImage',
    ],
    'beanstalk-environment': ['elasticbeanstalk:CreateApplicationVersion', 'elasticbeanstalk:CreateEnvironment'],
    'cloud9-environment': ['cloud9:CreateEnvironmentEC2'],
  },
  'lambda.amazonaws.com': {
    'function-and-invoke': ['lambda:CreateFunction', 'lambda:InvokeFunction'],
    'function-and-event-source': ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping'],
    'function-and-permission': ['lambda:CreateFunction', 'lambda:AddPermission'],
  },
  'ecs-tasks.amazonaws.com': {
    'run-task-override': ['ecs:RunTask'],
    'start-task-override': ['ecs:StartTask'],
    'new-service': ['ecs:RegisterTaskDefinition', 'ecs:CreateService'],
    'update-service': ['ecs:RegisterTaskDefinition', 'ecs:UpdateService'],
    'batch-job': ['batch:RegisterJobDefinition', 'batch:SubmitJob'],
  },
  'pods.eks.amazonaws.com': {
    'pod-identity': ['eks:CreatePodIdentityAssociation'],
  },
  'glue.amazonaws.com': {
    'glue-endpoint': ['glue:CreateDevEndpoint'],
    'glue-job': ['glue:CreateJob', 'glue:StartJobRun'],
    'glue-job-trigger': ['glue:CreateJob', 'glue:CreateTrigger'],
    'glue-job-update': ['glue:UpdateJob', 'glue:StartJobRun'],
    'glue-job-update-trigger': ['glue:UpdateJob', 'glue:CreateTrigger'],
    'glue-session': ['glue:CreateSession', 'glue:RunStatement'],
  },
  'sagemaker.amazonaws.com': {
    notebook: ['sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
    'training-job': ['sagemaker:CreateTrainingJob'],
    'processing-job': ['sagemaker:CreateProcessingJob'],
    'tuning-job': ['sagemaker:CreateHyperParameterTuningJob'],
  },
  'cloudformation.amazonaws.com': {
    'new-stack': ['cloudformation:CreateStack'],
    'stack-set': ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'],
    'update-stack-set': ['cloudformation:UpdateStackSet'],
    'update-stack-role': ['cloudformation:UpdateStack'],
  },
  'codebuild.amazonaws.com': {
    build: ['codebuild:CreateProject', 'codebuild:StartBuild'],
    'batch-build': ['codebuild:CreateProject', 'codebuild:StartBuildBatch'],
    'update-build': ['codebuild:UpdateProject', 'codebuild:StartBuild'],
  },
  'codepipeline.amazonaws.com': {
    pipeline: ['codepipeline:CreatePipeline'],
  },
  'datapipeline.amazonaws.com': {
    'data-pipeline': [
      'datapipeline:CreatePipeline',
      'datapipeline:PutPipelineDefinition',
      'datapipeline:ActivatePipeline',
    ],
  },
  'emr-serverless.amazonaws.com': {
    'emr-serverless-job': ['emr-serverless:CreateApplication', 'emr-serverless:StartJobRun'],
  },
  'tasks.apprunner.amazonaws.com': {
    'app-runner-service': ['apprunner:CreateService'],
  },
  'states.amazonaws.com': {
    'state-machine': ['states:CreateStateMachine', 'states:StartExecution'],
  },
  'scheduler.amazonaws.com': {
    schedule: ['scheduler:CreateSchedule'],
  },
  'events.amazonaws.com': {
    'event-target': ['events:PutRule', 'events:PutTargets'],
  },
  'ssm.amazonaws.com': {
    automation: ['ssm:CreateDocument', 'ssm:StartAutomationExecution'],
    'config-remediation': ['config:PutRemediationConfigurations'],
  },
  'bedrock-agentcore.amazonaws.com': {
    'code-interpreter': [
      'bedrock-agentcore:CreateCodeInterpreter',
      'bedrock-agentcore:StartCodeInterpreterSession',
      'bedrock-agentcore:InvokeCodeInterpreter',
    ],
    'agent-runtime': ['bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntimeCommand'],
    browser: [
      'bedrock-agentcore:CreateBrowser',
      'bedrock-agentcore:StartBrowserSession',
      'bedrock-agentcore:ConnectBrowserAutomationStream',
    ],
  },
  'cognito-identity.amazonaws.com': {
    'identity-pool-roles': ['cognito-identity:SetIdentityPoolRoles'],
  },
  'rolesanywhere.amazonaws.com': {
    'roles-anywhere-profile': ['rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateProfile'],
  },
  'gamelift.amazonaws.com': {
    'game-fleet': ['gamelift:CreateBuild', 'gamelift:CreateFleet', 'gamelift:RequestUploadCredentials'],
  },
  'braket.amazonaws.com': {
    'quantum-job': ['braket:CreateJob'],
  },
  'kinesisanalytics.amazonaws.com': {
    'stream-application': ['kinesisanalytics:CreateApplication', 'kinesisanalytics:StartApplication'],
  },
  'omics.amazonaws.com': {
    'omics-workflow': ['omics:CreateWorkflow', 'omics:StartRun'],
  },
  'amplify.amazonaws.com': {
    'amplify-app': ['amplify:CreateApp', 'amplify:StartJob'],
  },
  'airflow.amazonaws.com': {
    'airflow-environment': ['airflow:CreateEnvironment'],
  },
  'appsync.amazonaws.com': {
    'graphql-resolver': ['appsync:CreateGraphqlApi', 'appsync:CreateDataSource', 'appsync:CreateResolver'],
  },
  'credentials.iot.amazonaws.com': {
    'iot-role-alias': ['iot:CreateRoleAlias', 'iot:CreateKeysAndCertificate', 'iot:AttachPolicy'],
  },
  'transfer.amazonaws.com': {
    'transfer-user': ['transfer:CreateUser'],
  },
  'rds.amazonaws.com': {
    'database-cluster-role': ['rds:AddRoleToDBCluster'],
  },
  'redshift.amazonaws.com': {
    'warehouse-role': ['redshift:ModifyClusterIamRoles'],
  },
};

const read = (written: Written): Need => {
  const [action, on] = written.split(' on ');
  return { action: action as string, on: (on as Target | undefined) ?? 'resource' };
};

export const escalationPatterns: readonly EscalationPattern[] = [
  ...Object.entries(direct).flatMap(([kind, entries]) =>
    Object.entries(entries).map(([id, needs]) => ({ id, kind: kind as EscalationKind, needs: needs.map(read) })),
  ),
  ...Object.entries(passRole).flatMap(([service, entries]) =>
    Object.entries(entries).map(([id, needs]) => ({
      id,
      kind: 'pass-role' as const,
      service,
      needs: [{ action: 'iam:PassRole', on: 'role' as const }, ...needs.map(read)],
    })),
  ),
];
