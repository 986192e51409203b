import {
  IconActivity,
  IconAlertOctagon,
  IconBellRinging,
  IconClipboardCheck,
  IconGauge,
  IconListCheck,
  IconPackages,
  IconPlugConnected,
  IconRadar,
  IconSettings,
  IconWorld,
} from '@tabler/icons-react';

/** The entries of the rail, in order, with the letter that follows `g` on the keyboard. */
export const pages = [
  { name: 'overview', to: '/', key: 'o', icon: IconGauge },
  { name: 'findings', to: '/findings', key: 'f', icon: IconAlertOctagon },
  { name: 'incidents', to: '/incidents', key: 'd', icon: IconBellRinging },
  { name: 'inventory', to: '/inventory', key: 'i', icon: IconWorld },
  { name: 'images', to: '/images', key: 'm', icon: IconPackages },
  { name: 'events', to: '/events', key: 'e', icon: IconActivity },
  { name: 'detections', to: '/detections', key: 't', icon: IconRadar },
  { name: 'compliance', to: '/compliance', key: 'c', icon: IconClipboardCheck },
  { name: 'controls', to: '/controls', key: 'r', icon: IconListCheck },
  { name: 'connections', to: '/connections', key: 'n', icon: IconPlugConnected },
  { name: 'settings', to: '/settings/{-$section}', key: 's', icon: IconSettings },
] as const;

/** How many of them the bottom bar of a phone shows; the others are behind "more". */
export const barPages = 4;

/** The entry that an address belongs to. */
export function pageAt(pathname: string): (typeof pages)[number]['name'] | undefined {
  if (pathname === '/') return 'overview';
  if (pathname.startsWith('/exceptions')) return 'findings';
  if (pathname.startsWith('/alerts')) return 'incidents';
  if (/^\/(vulnerabilities|packages|hosts|registries)(\/|$)/.test(pathname)) return 'images';
  return pages.find(({ name }) => pathname.split('/')[1] === name)?.name;
}
