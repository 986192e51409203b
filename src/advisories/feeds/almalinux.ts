import { osvFeed } from './osv-feed.ts';

/** Errata of AlmaLinux; bug fixes and enhancements are told too and left out. */
export const almalinux = osvFeed({
  id: 'almalinux',
  title: 'AlmaLinux errata',
  licence: 'MIT',
  ecosystems: ['almalinux:*'],
  published: { 'almalinux.tar.gz': 'https://github.com/AlmaLinux/osv-database/archive/refs/heads/master.tar.gz' },
});
