import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import {
  complianceSearch,
  controlsSearch,
  findingsSearch,
  frameSearch,
  inventorySearch,
  overviewSearch,
  signInSearch,
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
    path: '/inventory',
    validateSearch: inventorySearch,
    component: lazyRouteComponent(() => import('../pages/inventory/InventoryPage.tsx'), 'InventoryPage'),
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
    component: lazyRouteComponent(() => import('../pages/connections/NewConnectionPage.tsx'), 'NewConnectionPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/connections/$id',
    component: lazyRouteComponent(() => import('../pages/connections/ConnectionPage.tsx'), 'ConnectionPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/{-$section}',
    component: lazyRouteComponent(() => import('../pages/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: RouteError,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
