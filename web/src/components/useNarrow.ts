import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 767px)');

/** True where there is no room for columns: the same width at which the rail becomes a bar. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener);
      return () => narrow.removeEventListener('change', listener);
    },
    () => narrow.matches,
  );
}
