import type { RegistryType, SeenRepository } from '../../sources/registry/index.ts';
import { type AccessWanted, proposeRepositoryPolicy, proposeRobots } from './access.ts';
import { simulateLifecycle } from './lifecycle.ts';
import { proposeLifecycle, proposeRetention, simulateRetention } from './retention.ts';
import type { KeepRules, WouldRemove } from './types.ts';

/** What would clean a repository up, and what that would remove. */
export interface Cleanup {
  repository: string;
  removes: WouldRemove[];
  /** Bytes of what is removed; layers that others share stay, so that it may be less. */
  bytes: number;
  /** Manifests that stay. */
  stays: number;
}

/** Policies for somebody to look at and apply. Nothing of it is applied by us. */
export interface Proposals {
  cleanups: Cleanup[];
  /** Path below the folder of proposals → text. */
  files: Map<string, string>;
}

export interface ProposeOptions {
  type: RegistryType;
  registry: string;
  repositories: readonly SeenRepository[];
  keep: KeepRules;
  /** Absent: no access is proposed for ECR. */
  access?: AccessWanted;
  now: Date;
}

/** Proposes what cleans up the repositories that nothing cleans up, and who may do what with all of them. */
export function propose(options: ProposeOptions): Proposals {
  switch (options.type) {
    case 'ecr':
      return forEcr(options);
    case 'harbor':
      return forHarbor(options);
    case 'distribution':
      // It has neither retention nor grants of its own.
      return { cleanups: [], files: new Map() };
  }
}

function forEcr({ registry, repositories, keep, access, now }: ProposeOptions): Proposals {
  const files = new Map<string, string>();
  const cleanups: Cleanup[] = [];
  const commands: string[] = [];
  const region = /\.ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(registry)?.[1] ?? '';
  const command = (verb: string, name: string, option: string, file: string) =>
    `aws ecr ${verb} --region ${quoted(region)} --repository-name ${quoted(name)} --${option} ${quoted(`file://${file}`)}`;
  const policy = proposeLifecycle(keep);
  const repositoryPolicy = access === undefined ? undefined : proposeRepositoryPolicy(access);
  for (const { repository, manifests, retention } of repositories) {
    const folder = folderOf(repository.name);
    if (retention === null) {
      cleanups.push(
        cleanupOf(repository.name, manifests.length, simulateLifecycle(policy, manifests, now), files, folder),
      );
      files.set(`${folder}/lifecycle-policy.json`, json(policy));
      commands.push(
        command('put-lifecycle-policy', repository.name, 'lifecycle-policy-text', `${folder}/lifecycle-policy.json`),
      );
    }
    if (repositoryPolicy !== undefined) {
      files.set(`${folder}/repository-policy.json`, json(repositoryPolicy));
      commands.push(
        command('set-repository-policy', repository.name, 'policy-text', `${folder}/repository-policy.json`),
      );
    }
  }
  if (commands.length > 0) files.set('apply.sh', script(commands));
  return { cleanups, files };
}

function forHarbor({ registry, repositories, keep, now }: ProposeOptions): Proposals {
  const files = new Map<string, string>();
  const cleanups: Cleanup[] = [];
  const commands: string[] = [];
  const post = (path: string, file: string) =>
    `curl --fail --user "$HARBOR_USER:$HARBOR_PASSWORD" --header 'Content-Type: application/json' --data ${quoted(`@${file}`)} ${quoted(`https://${registry}/api/v2.0${path}`)}`;
  for (const [project, own] of Map.groupBy(repositories, ({ repository }) => String(repository.project ?? ''))) {
    if (project === '') continue;
    const folder = folderOf(project);
    const open = own.filter(({ retention }) => retention === null);
    if (open.length > 0) {
      const id = own[0]?.repository.projectId;
      for (const { repository, manifests } of open) {
        const removes = simulateRetention(keep, manifests, now);
        cleanups.push(cleanupOf(repository.name, manifests.length, removes, files, folderOf(repository.name)));
      }
      files.set(`${folder}/retention.json`, json(proposeRetention(keep, typeof id === 'number' ? id : project)));
      commands.push(post('/retentions', `${folder}/retention.json`));
    }
    for (const [role, robot] of Object.entries(proposeRobots(project))) {
      files.set(`${folder}/robot-${role}.json`, json(robot));
      commands.push(post('/robots', `${folder}/robot-${role}.json`));
    }
  }
  if (commands.length > 0) files.set('apply.sh', script(commands));
  return { cleanups, files };
}

function cleanupOf(
  repository: string,
  all: number,
  removes: WouldRemove[],
  files: Map<string, string>,
  folder: string,
): Cleanup {
  files.set(`${folder}/would-remove.json`, json(removes));
  return {
    repository,
    removes,
    bytes: removes.reduce((sum, { bytes }) => sum + bytes, 0),
    stays: all - removes.length,
  };
}

/** A name that a registry gave, as one folder that leads nowhere else. */
function folderOf(name: string): string {
  return encodeURIComponent(name).replace(/^\.+/, '_').slice(0, 200);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function script(commands: readonly string[]): string {
  return `#!/bin/sh\n# Read the policies first, and would-remove.json beside them. Removed images do not come back.\nset -eu\ncd "$(dirname "$0")"\n${commands.join('\n')}\n`;
}
