import { useQuery } from '@tanstack/react-query';
import { Navigate, useLocation } from '@tanstack/react-router';
import { createContext, lazy, type ReactNode, Suspense, use, useEffect } from 'react';
import { ApiError, type Session } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Role } from '../api/words.ts';
import { ErrorState } from '../components/ErrorState.tsx';
import { setLanguage } from '../i18n/index.ts';

const FirstPasswordPage = lazy(() =>
  import('../pages/sign-in/FirstPasswordPage.tsx').then((file) => ({ default: file.FirstPasswordPage })),
);

const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in. Only below {@link SessionGate}. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('useSession outside SessionGate');
  return session;
}

const ranks: Record<Role, number> = { viewer: 0, analyst: 1, admin: 2 };

/** True if whoever is signed in may do what `role` may. */
export function useMay(role: Role): boolean {
  return ranks[useSession().user.role] >= ranks[role];
}

/** Lets through whoever is signed in; sends everyone else to the sign-in page, and back here afterwards. */
export function SessionGate({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const { href } = useLocation();
  const language = session.data?.user.language;

  useEffect(() => {
    if (language) void setLanguage(language);
  }, [language]);

  if (session.error instanceof ApiError && session.error.status === 401) {
    return (
      <Navigate
        to="/sign-in"
        search={{ ...(href === '/' ? {} : { next: href }), ...(session.data ? { ended: true } : {}) }}
        replace
      />
    );
  }
  if (session.data === undefined) {
    return session.error ? <ErrorState error={session.error} retry={() => void session.refetch()} page /> : waiting;
  }
  if (session.data.mustSetPassword) {
    return (
      <Suspense fallback={null}>
        <FirstPasswordPage session={session.data} />
      </Suspense>
    );
  }
  return <SessionContext value={session.data}>{children}</SessionContext>;
}
