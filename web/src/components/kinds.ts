import {
  IconBrain,
  IconBuilding,
  IconCode,
  IconCpu,
  IconDatabase,
  IconFolders,
  IconMessages,
  IconNetwork,
  IconPackage,
  IconServerCog,
  IconShield,
  IconUserShield,
} from '@tabler/icons-react';
import type { Category } from '../api/words.ts';

/** The picture of each category of assets. */
export const categoryIcons = {
  organization: IconBuilding,
  identity: IconUserShield,
  compute: IconCpu,
  container: IconPackage,
  storage: IconFolders,
  database: IconDatabase,
  network: IconNetwork,
  messaging: IconMessages,
  security: IconShield,
  management: IconServerCog,
  ai: IconBrain,
  code: IconCode,
} satisfies Record<Category, unknown>;
