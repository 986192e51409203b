import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { sessionQuery } from './api/queries.ts';
import { router } from './app/router.tsx';
import { tellFailed } from './app/toasts.tsx';
import { startLanguage } from './i18n/index.ts';
import { theme } from './theme/theme.ts';
import '@fontsource-variable/inter/wght.css';
import './theme/mantine.css';
import 'virtual:theme-variables.css';
import './theme/global.css';

/** An answer of 401 anywhere means that the session ended: asking for it again leads to the sign-in page. */
function onError(error: Error): void {
  if (error instanceof ApiError && error.status === 401) void client.invalidateQueries({ queryKey: ['session'] });
}

const client = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== 'session' && onError(error) }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      onError(error);
      if (mutation.meta?.['quiet'] !== true) tellFailed(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 3 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

// Asked for before anything is drawn: the frame needs it first.
if (location.pathname !== '/sign-in') void client.prefetchQuery(sessionQuery);

/** Kept from one load of the page to the next. */
const reloadedAt = 'hwaseong.reloaded';

// After an update the server has other files than this page knows: the page itself has to be fetched anew. Once, in case
// it is the network that fails.
window.addEventListener('vite:preloadError', (event) => {
  if (Date.now() - Number(sessionStorage.getItem(reloadedAt)) < 10_000) return;
  sessionStorage.setItem(reloadedAt, String(Date.now()));
  event.preventDefault();
  location.reload();
});

/** The Korean typeface is fetched by the glyph blocks a page uses, after the first paint. */
const loadKoreanType = () => void import('./theme/pretendard.ts');

// The page's own code, the texts and who is signed in arrive side by side.
void router.load();
await startLanguage();
if (document.documentElement.lang === 'ko') loadKoreanType();
else setTimeout(loadKoreanType, 2000);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
