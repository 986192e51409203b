import { type JsonObject, UserError } from '../../model/index.ts';

/** Who is to do what with the repositories. */
export interface AccessWanted {
  /** ARNs of roles or users that push. */
  pipeline: readonly string[];
  /** ARNs that pull. */
  runtime: readonly string[];
  /** ARNs that nothing is denied to, so that nobody locks everybody out. */
  breakGlass: readonly string[];
}

const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const push = ['ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];
/** What changes or removes images and what guards them. */
const manage = [
  'ecr:BatchDeleteImage',
  'ecr:DeleteLifecyclePolicy',
  'ecr:DeleteRepository',
  'ecr:DeleteRepositoryPolicy',
  'ecr:PutImageTagMutability',
  'ecr:PutLifecyclePolicy',
  'ecr:SetRepositoryPolicy',
];

const arn = /^arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]{1,512})$/;

/**
 * A repository policy by which only the pipeline pushes and only pipeline and runtime pull; everybody else is denied both, whatever the policies
 * of their own say, but for the break-glass roles.
 *
 * @throws UserError where an ARN is none of a role or user, or there is no break-glass role
 */
export function proposeRepositoryPolicy({ pipeline, runtime, breakGlass }: AccessWanted): JsonObject {
  for (const one of [...pipeline, ...runtime, ...breakGlass]) if (!arn.test(one)) throw notAnArn(one);
  if (pipeline.length === 0 || runtime.length === 0 || breakGlass.length === 0) throw someMissing();
  const except = (principals: readonly string[]) => ({
    ArnNotLike: { 'aws:PrincipalArn': [...new Set([...principals, ...breakGlass])] },
    // Services of AWS that act by themselves have no such ARN; what they may, they need an Allow for.
    Bool: { 'aws:PrincipalIsAWSService': 'false' },
  });
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PipelinePushes',
        Effect: 'Allow',
        Principal: { AWS: [...pipeline] },
        Action: [...pull, ...push].sort(),
      },
      { Sid: 'RuntimePulls', Effect: 'Allow', Principal: { AWS: [...runtime] }, Action: pull },
      {
        Sid: 'NobodyElsePushes',
        Effect: 'Deny',
        Principal: '*',
        Action: push,
        Condition: except(pipeline),
      },
      {
        Sid: 'NobodyElsePulls',
        Effect: 'Deny',
        Principal: '*',
        Action: pull,
        Condition: except([...pipeline, ...runtime]),
      },
      { Sid: 'OnlyBreakGlassManages', Effect: 'Deny', Principal: '*', Action: manage, Condition: except([]) },
    ],
  };
}

/** Robot accounts for a project of Harbor (API v2.0, RobotCreate): one that pushes, one that pulls. They expire after `days`. */
export function proposeRobots(project: string, days = 90): { pipeline: JsonObject; runtime: JsonObject } {
  const robot = (name: string, description: string, actions: readonly string[]): JsonObject => ({
    name,
    description,
    duration: days,
    level: 'project',
    disable: false,
    permissions: [
      { kind: 'project', namespace: project, access: actions.map((action) => ({ resource: 'repository', action })) },
    ],
  });
  return {
    pipeline: robot('pipeline', 'Pushes what the pipeline has built', ['pull', 'push']),
    runtime: robot('runtime', 'Pulls what runs', ['pull']),
  };
}

function notAnArn(text: string): UserError {
  return new UserError('principal-malformed', {
    en: `"${text}" is no ARN of a role or user. Give one such as arn:aws:iam::111122223333:role/pipeline.`,
    ko: `"${text}"은(는) 역할이나 사용자의 ARN이 아닙니다. arn:aws:iam::111122223333:role/pipeline과 같이 입력하세요.`,
  });
}

function someMissing(): UserError {
  return new UserError('principal-missing', {
    en: 'A repository policy needs --pipeline, --runtime and --break-glass; without the last a mistake locks everybody out.',
    ko: '리포지토리 정책을 만들려면 --pipeline, --runtime, --break-glass가 모두 필요합니다. --break-glass가 없으면 실수로 모두가 접근하지 못하게 될 수 있습니다.',
  });
}
