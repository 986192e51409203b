import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, text } from '../service-table.ts';

export const codebuild: ServiceTable = {
  service: 'codebuild',
  client: () => import('@aws-sdk/client-codebuild'),
  calls: [
    {
      operation: 'ListProjects',
      permission: 'codebuild:ListProjects',
      scope: 'regional',
      items: 'projects',
      makes: {
        kind: 'aws.codebuild.project',
        category: 'code',
        title: { en: 'CodeBuild project', ko: 'CodeBuild 프로젝트' },
        shape: (name) => ({ name: String(name) }),
        id: (item, origin) => arn('codebuild', origin, `project/${text(item, 'name')}`),
        name: (item) => text(item, 'name'),
      },
    },
    {
      operation: 'BatchGetProjects',
      permission: 'codebuild:BatchGetProjects',
      scope: 'regional',
      each: { kind: 'aws.codebuild.project', params: { 'names[]': 'name' } },
      items: 'projects',
      as: 'details',
      relations: [
        pointsToArn('assumes', 'aws.iam.role', 'serviceRole'),
        pointsToArn('encrypted-by', 'aws.kms.key', 'encryptionKey'),
      ],
      // A build specification written into the project is a script; scripts hold secrets too.
      sensitive: [
        { path: 'environment.environmentVariables' },
        { path: 'source.buildspec' },
        { path: 'secondarySources.buildspec' },
        // The address of a repository may carry a token.
        { path: 'source.location', detectedOnly: true },
        { path: 'secondarySources.location', detectedOnly: true },
      ],
    },
  ],
};
