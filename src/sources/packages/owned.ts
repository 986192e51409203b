const folders = /(?:^|\/)(?:bin|sbin|libexec|lib|lib64|opt)\//;
const endings = ['.gemspec', '.jar', '.war', '.ear', '.egg-info', '.deps.json', '.exe', '.dll', '.so'];
const files = new Set(['package.json', 'METADATA', 'PKG-INFO', 'installed.json']);

/**
 * Whether a file, by its path, may be one in which packages of languages are found: only of those we keep to which
 * package of the operating system they belong. Programs have names without a dot, which most other files have.
 */
export function mayHoldPackages(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === '' || isAddedOn(path)) return false;
  if (!name.includes('.')) return files.has(name) || (folders.test(path) && !/\/(?:share|\.build-id)\//.test(path));
  return files.has(name) || endings.some((ending) => name.endsWith(ending));
}

/**
 * Where distributions put nothing of their own (FHS 3.0, 3.13 and 4.9), but for collections of Red Hat: packages of
 * others do, and the distribution's advisories say nothing of those.
 */
function isAddedOn(path: string): boolean {
  return path.startsWith('usr/local/') || (path.startsWith('opt/') && !path.startsWith('opt/rh/'));
}
