import type { PackageCatalog } from '../types.ts';
import { podfileLock, swiftResolved } from './apple-locks.ts';
import { bunLock } from './bun-lock.ts';
import { cargoLock } from './cargo-lock.ts';
import { composerLock } from './composer-lock.ts';
import { conanLock } from './conan-lock.ts';
import { condaEnvironment } from './conda-environment.ts';
import { gemfileLock } from './gemfile-lock.ts';
import { goMod } from './go-mod.ts';
import { cabalFreeze, stackLock } from './haskell-locks.ts';
import { juliaManifest } from './julia-manifest.ts';
import { gradleLock, sbtLock } from './jvm-locks.ts';
import { mavenPom } from './maven-pom.ts';
import { mixLock } from './mix-lock.ts';
import { npmLock } from './npm-lock.ts';
import { nugetConfig, nugetLock, nugetProps } from './nuget-locks.ts';
import { pnpmLock } from './pnpm-lock.ts';
import { pubspecLock } from './pubspec-lock.ts';
import { pdmLock, pipfileLock, poetryLock, pylock, requirements, uvLock } from './python-locks.ts';
import { renvLock } from './renv-lock.ts';
import { yarnLock } from './yarn-lock.ts';

/** All that tells what a project would install: lock files, and manifests where nothing else does. */
export const declaredCatalogs: readonly PackageCatalog[] = [
  npmLock,
  yarnLock,
  pnpmLock,
  bunLock,
  requirements,
  pipfileLock,
  poetryLock,
  pdmLock,
  pylock,
  uvLock,
  condaEnvironment,
  goMod,
  cargoLock,
  gemfileLock,
  mavenPom,
  gradleLock,
  sbtLock,
  composerLock,
  nugetLock,
  nugetConfig,
  nugetProps,
  mixLock,
  pubspecLock,
  swiftResolved,
  podfileLock,
  conanLock,
  renvLock,
  stackLock,
  cabalFreeze,
  juliaManifest,
];
