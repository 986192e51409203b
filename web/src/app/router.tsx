import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { loadFurther } from '../i18n/index.ts';
import {
  alertsSearch,
  attackSearch,
  complianceSearch,
  controlsSearch,
  detectionsSearch,
  eventSqlSearch,
  eventsSearch,
  findingsSearch,
  frameSearch,
  hostsSearch,
  imageSearch,
  imagesSearch,
  incidentsSearch,
  inventorySearch,
  liveSearch,
  newConnectionSearch,
  overviewSearch,
  packagesSearch,
  signInSearch,
  vulnerabilitiesSearch,
} from './addresses.ts';
import { Root } from './Root.tsx';
import { RouteError } from './RouteError.tsx';
import { RouteMissing } from './RouteMissing.tsx';
import { parseSearch, stringifySearch } from './search.ts';

const root = createRootRoute({
  component: Root,
  notFoundComponent: RouteMissing,
  validateSearch: frameSearch,
  search: { middlewares: [retainSearchParams(['account'])] },
});

const getParentRoute = () => root;

/** A page with texts that come with it. */
const withTexts =
  <Page,>(load: () => Promise<Page>) =>
  async (): Promise<Page> => {
    const [page] = await Promise.all([load(), loadFurther()]);
    return page;
  };

const routes = [
  createRoute({
    getParentRoute,
    path: '/',
    validateSearch: overviewSearch,
    component: lazyRouteComponent(() => import('../pages/overview/OverviewPage.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/sign-in',
    validateSearch: signInSearch,
    component: lazyRouteComponent(() => import('../pages/sign-in/SignInPage.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/findings',
    validateSearch: findingsSearch,
    component: lazyRouteComponent(() => import('../pages/findings/FindingsPage.tsx'), 'FindingsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/exceptions',
    component: lazyRouteComponent(() => import('../pages/findings/ExceptionsPage.tsx'), 'ExceptionsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/incidents',
    validateSearch: incidentsSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/incidents/IncidentsPage.tsx')),
      'IncidentsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/incidents/$id',
    component: lazyRouteComponent(
      withTexts(() => import('../pages/incidents/IncidentPage.tsx')),
      'IncidentPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/alerts',
    validateSearch: alertsSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/incidents/AlertsPage.tsx')),
      'AlertsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/events',
    validateSearch: eventsSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/events/EventsPage.tsx')),
      'EventsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/events/live',
    validateSearch: liveSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/events/LivePage.tsx')),
      'LivePage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/events/sql',
    validateSearch: eventSqlSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/events/SqlPage.tsx')),
      'SqlPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/detections',
    validateSearch: detectionsSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/detections/DetectionsPage.tsx')),
      'DetectionsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/detections/import',
    component: lazyRouteComponent(
      withTexts(() => import('../pages/detections/ImportPage.tsx')),
      'ImportPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/detections/attack',
    validateSearch: attackSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/attack/AttackPage.tsx')),
      'AttackPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/detections/watches',
    component: lazyRouteComponent(
      withTexts(() => import('../pages/watches/WatchesPage.tsx')),
      'WatchesPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/detections/lists',
    component: lazyRouteComponent(
      withTexts(() => import('../pages/watches/ListsPage.tsx')),
      'ListsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/inventory',
    validateSearch: inventorySearch,
    component: lazyRouteComponent(() => import('../pages/inventory/InventoryPage.tsx'), 'InventoryPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/images',
    validateSearch: imagesSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/images/ImagesPage.tsx')),
      'ImagesPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/images/$id/{-$section}',
    validateSearch: imageSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/images/ImagePage.tsx')),
      'ImagePage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/vulnerabilities',
    validateSearch: vulnerabilitiesSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/vulnerabilities/VulnerabilitiesPage.tsx')),
      'VulnerabilitiesPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/packages',
    validateSearch: packagesSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/packages/PackagesPage.tsx')),
      'PackagesPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/hosts',
    validateSearch: hostsSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/hosts/HostsPage.tsx')),
      'HostsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/registries',
    component: lazyRouteComponent(
      withTexts(() => import('../pages/registries/RegistriesPage.tsx')),
      'RegistriesPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/compliance',
    component: lazyRouteComponent(() => import('../pages/compliance/CompliancePage.tsx'), 'CompliancePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/compliance/$framework',
    validateSearch: complianceSearch,
    component: lazyRouteComponent(() => import('../pages/compliance/FrameworkPage.tsx'), 'FrameworkPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/controls',
    validateSearch: controlsSearch,
    component: lazyRouteComponent(() => import('../pages/controls/ControlsPage.tsx'), 'ControlsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/connections',
    component: lazyRouteComponent(() => import('../pages/connections/ConnectionsPage.tsx'), 'ConnectionsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/connections/new',
    validateSearch: newConnectionSearch,
    component: lazyRouteComponent(
      withTexts(() => import('../pages/connections/NewConnectionPage.tsx')),
      'NewConnectionPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/connections/$id',
    component: lazyRouteComponent(
      withTexts(() => import('../pages/connections/ConnectionPage.tsx')),
      'ConnectionPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/{-$section}',
    component: lazyRouteComponent(
      withTexts(() => import('../pages/settings/SettingsPage.tsx')),
      'SettingsPage',
    ),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch,
  stringifySearch,
  // Digests keep their colon.
  pathParamsAllowedCharacters: [':', '@'],
  defaultPreload: 'intent',
  defaultErrorComponent: RouteError,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
