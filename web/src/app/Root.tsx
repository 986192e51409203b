import { Outlet, useLocation } from '@tanstack/react-router';
import { Shell, ShellSkeleton } from './Shell.tsx';
import { SessionGate } from './session.tsx';
import { Toasts } from './toasts.tsx';

/** What stands around every page: nothing around the sign-in page, the frame around all others. */
export function Root() {
  const { pathname } = useLocation();
  return (
    <>
      {pathname === '/sign-in' ? (
        <Outlet />
      ) : (
        <SessionGate waiting={<ShellSkeleton />}>
          <Shell>
            <Outlet />
          </Shell>
        </SessionGate>
      )}
      <Toasts />
    </>
  );
}
