import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '../components/ErrorState.tsx';

/** Shown where a page itself broke: the rest of the frame stays usable. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} retry={reset} />;
}
