import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { composerInstalled } from './composer-installed.ts';
import { conda } from './conda.ts';
import { dotnet } from './dotnet.ts';
import { dpkgFiles } from './dpkg/files.ts';
import { dpkgStatus } from './dpkg/status.ts';
import { gems } from './gems.ts';
import { goBinary } from './go-binary.ts';
import { java } from './java/index.ts';
import { nodeModules } from './node-modules.ts';
import { osRelease } from './os-release.ts';
import { pacman } from './pacman.ts';
import { python } from './python.ts';
import { rpm } from './rpm/index.ts';
import { rpmManifest } from './rpm/manifest.ts';
import { rustBinary } from './rust-binary.ts';
import type { PackageCatalog } from './types.ts';

export { assembleBom } from './assemble.ts';
export { declaredCatalogs } from './declared/index.ts';
export { purlOf } from './purl.ts';
export type { PackageCatalog, PackageFound, PackageReading, ToldFile } from './types.ts';

/** All that tells what the package manager of an operating system has installed. */
export const systemCatalogs: readonly PackageCatalog[] = [
  osRelease,
  dpkgStatus,
  dpkgFiles,
  apk,
  rpm,
  rpmManifest,
  pacman,
];

/** All that tells what packages of languages are installed. */
export const languageCatalogs: readonly PackageCatalog[] = [
  nodeModules,
  python,
  conda,
  gems,
  goBinary,
  rustBinary,
  java,
  composerInstalled,
  dotnet,
  bitnami,
];

/** All that tells what is installed. */
export const installedCatalogs: readonly PackageCatalog[] = [...systemCatalogs, ...languageCatalogs];
