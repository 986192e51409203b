import type { CallEntry, Catalog, JsonObject } from '../../model/index.ts';

function about(operation: string, rest: Partial<CallEntry>): CallEntry {
  return {
    service: 'host',
    operation,
    permission: 'root',
    scope: 'global',
    each: { kind: 'host.linux', params: { host: '$id' } },
    ...rest,
  };
}

/** What can be read of Linux servers. The account is the name of the host; a host is told by its machine id, so that one that was renamed stays the same. */
export const hostCatalog: Catalog = {
  provider: 'host',
  calls: [
    {
      service: 'host',
      operation: 'ReadHost',
      permission: 'root',
      scope: 'global',
      anyParams: true,
      makes: {
        kind: 'host.linux',
        category: 'compute',
        title: { en: 'Linux host', ko: 'Linux 서버' },
        id: (item) => text(item, 'id'),
        name: (item) => text(item, 'name') || text(item, 'id'),
      },
    },
    about('ReadSshd', { as: 'sshd' }),
    about('ReadSudo', { as: 'sudo' }),
    about('ListAccounts', { as: 'accounts' }),
    about('ReadPasswords', { as: 'passwords' }),
    about('ListAuthorizedKeys', { items: 'keys', as: 'authorizedKeys' }),
    about('ReadLogin', { as: 'login' }),
    about('ReadRootPath', { as: 'rootPath' }),
    about('ListSockets', { items: 'sockets', as: 'sockets' }),
    about('ListServices', { items: 'services', as: 'services' }),
    about('ReadFirewall', { as: 'firewall' }),
    about('ReadUpdates', { as: 'updates' }),
    about('ListPendingUpdates', { items: 'updates', as: 'pendingUpdates' }),
    about('ReadKernel', { as: 'kernel' }),
    about('ReadMounts', { as: 'mounts' }),
    about('ReadLogging', { as: 'logging' }),
    about('ReadAudit', { as: 'audit' }),
    about('ReadTime', { as: 'time' }),
    about('ReadContainerEngine', { as: 'containers' }),
    about('ListSystemFiles', { items: 'files', as: 'systemFiles' }),
    about('ListFiles', { items: 'files', as: 'files' }),
    about('ListPackages', { items: 'packages' }),
  ],
};

function text(item: JsonObject, field: string): string {
  const value = item[field];
  return typeof value === 'string' ? value : '';
}
