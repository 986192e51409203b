import { configLines, type HostFiles, matching } from './root.ts';

/** A service that is started, or waits for connections. */
export type Service = {
  /** Without the ending: `ssh`, `telnet`. */
  name: string;
  by: 'systemd' | 'sysv' | 'openrc' | 'inetd' | 'xinetd';
  /** Kind of unit for systemd: service, socket, timer, ... */
  kind: string;
  where: string;
};

const unitFolders = [
  'etc/systemd/system',
  'usr/local/lib/systemd/system',
  'usr/lib/systemd/system',
  'lib/systemd/system',
];
const unitKinds = /^(.+)\.(service|socket|timer|path|mount|automount|swap)$/;

/** What is started by itself: units of systemd that targets want, runlevels of SysV and OpenRC, inetd and xinetd. */
export function listServices(files: HostFiles): Service[] {
  const found = new Map<string, Service>();
  const add = (service: Service) => {
    const key = `${service.by} ${service.name} ${service.kind}`;
    if (!found.has(key)) found.set(key, service);
  };
  for (const folder of unitFolders) {
    for (const wants of files.names(folder).filter((name) => /\.(?:wants|requires)$/.test(name))) {
      for (const unit of files.names(`${folder}/${wants}`)) {
        const [, name, kind] = unitKinds.exec(unit) ?? [];
        if (name === undefined || kind === undefined || isMasked(files, unit)) continue;
        // A link that outlived its package starts nothing.
        if (unitFile(files, unit) === undefined && !files.exists(`${folder}/${wants}/${unit}`)) continue;
        add({ name, by: 'systemd', kind, where: `${folder}/${wants}/${unit}` });
      }
    }
  }
  const systemd = files.exists('usr/lib/systemd/systemd') || files.exists('lib/systemd/systemd');
  for (const folder of ['etc/rc2.d', 'etc/rc3.d', 'etc/rc5.d', 'etc/rcS.d', 'etc/rc.d/rc3.d', 'etc/rc.d/rc5.d']) {
    for (const link of files.names(folder)) {
      const name = /^S\d\d(.+)$/.exec(link)?.[1];
      if (name === undefined || !files.exists(`${folder}/${link}`)) continue;
      // systemd starts scripts of SysV only where it has no unit of the same name.
      if (systemd && (unitFile(files, `${name}.service`) !== undefined || isMasked(files, `${name}.service`))) continue;
      add({ name, by: 'sysv', kind: 'service', where: `${folder}/${link}` });
    }
  }
  for (const where of matching(files, 'etc/runlevels/*/*'))
    add({ name: where.slice(where.lastIndexOf('/') + 1), by: 'openrc', kind: 'service', where });
  for (const file of ['etc/inetd.conf', ...matching(files, 'etc/inetd.d/*')])
    for (const service of inetd(files.text(file) ?? ''))
      add({ name: service.name, by: 'inetd', kind: 'service', where: `${file}:${service.line}` });
  for (const file of ['etc/xinetd.conf', ...matching(files, 'etc/xinetd.d/*')])
    for (const service of xinetd(files.text(file) ?? ''))
      add({ name: service.name, by: 'xinetd', kind: 'service', where: `${file}:${service.line}` });
  return [...found.values()].sort((a, b) =>
    a.name === b.name ? (a.where < b.where ? -1 : 1) : a.name < b.name ? -1 : 1,
  );
}

/** Services of inetd.conf(5). */
export function inetd(text: string): { name: string; line: number }[] {
  return configLines(text).flatMap(({ line, text: content }) => {
    const fields = content.split(/\s+/);
    const name = fields[0] ?? '';
    return fields.length >= 6 && /^(?:stream|dgram|raw|rdm|seqpacket)$/.test(fields[1] ?? '')
      ? [{ name: name.slice(name.lastIndexOf(':') + 1).replace(/\/.*$/, ''), line }]
      : [];
  });
}

/** Services of xinetd.conf(5) that are not disabled. */
export function xinetd(text: string): { name: string; line: number }[] {
  const found: { name: string; line: number }[] = [];
  let open: { name: string; line: number; disabled: boolean } | undefined;
  for (const { line, text: content } of configLines(text)) {
    const name = /^service\s+(\S+)/.exec(content)?.[1];
    if (name !== undefined) open = { name, line, disabled: false };
    else if (open !== undefined && /^disable\s*=\s*yes\b/i.test(content)) open.disabled = true;
    else if (open !== undefined && content.startsWith('}')) {
      if (!open.disabled) found.push({ name: open.name, line: open.line });
      open = undefined;
    }
  }
  return found;
}

/** True where something of that name is started by itself, or would be by a socket. */
export function isEnabled(services: readonly Service[], ...names: string[]): boolean {
  return services.some(({ name }) => names.includes(name.replace(/@.*$/, '')));
}

/** The file of a unit; undefined where there is none, or it is masked. */
function unitFile(files: HostFiles, unit: string): string | undefined {
  if (isMasked(files, unit)) return undefined;
  const names = unit.includes('@') ? [unit, unit.replace(/@.*\./, '@.')] : [unit];
  for (const folder of unitFolders)
    for (const name of names) if (files.exists(`${folder}/${name}`)) return `${folder}/${name}`;
  return undefined;
}

function isMasked(files: HostFiles, unit: string): boolean {
  const file = `etc/systemd/system/${unit}`;
  return files.link(file) === '/dev/null' || files.stat(file)?.size === 0;
}

/** The settings of a unit of systemd with its drop-ins; where one is set empty, what stood before is gone (systemd.unit(5)). */
export function unitSettings(files: HostFiles, unit: string): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  const file = unitFile(files, unit);
  if (file === undefined) return settings;
  const dropIns = unitFolders
    .flatMap((folder) => matching(files, `${folder}/${unit}.d/*.conf`))
    .sort((a, b) => (a.slice(a.lastIndexOf('/')) < b.slice(b.lastIndexOf('/')) ? -1 : 1));
  for (const one of [file, ...dropIns]) {
    for (const { text } of configLines(files.text(one) ?? '', { joined: true, comment: /^\s*[#;]/ })) {
      const at = text.indexOf('=');
      if (at <= 0) continue;
      const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      if (value === '') settings.set(name, []);
      else settings.set(name, [...(settings.get(name) ?? []), value].slice(-100));
    }
  }
  return settings;
}
