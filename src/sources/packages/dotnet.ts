import { isObject, type Json } from '../../model/index.ts';
import { jsonObjectOf } from './content.ts';
import { purlOf } from './purl.ts';
import type { PackageCatalog, PackageFound } from './types.ts';

/** Kinds of what a program brings with it to run. */
const assets = ['runtime', 'native', 'runtimeTargets', 'resources'];
/** In front of the runtime's own packages in programs that bring it with them. */
const runtimePack = 'runtimepack.';

/** NuGet packages of .NET programs and of the shared runtime, by the file beside each that says what it loads. */
export const dotnet: PackageCatalog = {
  id: 'dotnet',
  version: 1,
  finds: 'installed',
  wants: ({ path, type }) => (type === 'file' && path.endsWith('.deps.json') ? 64 * 1024 * 1024 : undefined),
  read(_entry, content) {
    const file = jsonObjectOf(content);
    const libraries = isObject(file.libraries) ? file.libraries : undefined;
    if (libraries === undefined) return undefined;
    const target = targetOf(file.runtimeTarget, file.targets);
    const packages = Object.entries(libraries).flatMap(([key, library]) => {
      const kind = isObject(library) ? library.type : undefined;
      if (kind !== 'package' && kind !== 'runtimepack') return [];
      const used = target?.[key];
      // Listed among what the program loads, but with nothing to load: needed to compile alone.
      if (isObject(used) && kind === 'package' && !assets.some((asset) => isObject(used[asset]))) return [];
      return packageOf(key, isObject(used) ? used.dependencies : undefined);
    });
    return packages.length === 0 ? undefined : { packages };
  },
};

/** What is loaded on the platform for which the program was built. */
function targetOf(runtimeTarget: Json | undefined, targets: Json | undefined) {
  const name = isObject(runtimeTarget) ? runtimeTarget.name : runtimeTarget;
  const target = isObject(targets) && typeof name === 'string' ? targets[name] : undefined;
  return isObject(target) ? target : undefined;
}

/** `Name/1.2.3`. */
function packageOf(key: string, dependencies: Json | undefined): PackageFound[] {
  const at = key.indexOf('/');
  const [full, version] = [key.slice(0, at), key.slice(at + 1)];
  const name = full.startsWith(runtimePack) ? full.slice(runtimePack.length) : full;
  if (at <= 0 || name === '' || version === '') return [];
  const dependsOn = Object.entries(isObject(dependencies) ? dependencies : {}).flatMap(([other, number]) =>
    typeof number === 'string' ? [purlOf({ type: 'nuget', name: other, version: number })] : [],
  );
  return [{ type: 'nuget', name, version, ...(dependsOn.length > 0 && { dependsOn }) }];
}
