import { useEffect, useSyncExternalStore } from 'react';

/** What the page at hand is called beyond its entry of the rail; the innermost that says something is told. */
const said: { title: string }[] = [];
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

/** Names the browser's tab after what is shown, for as long as it is shown. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return;
    const own = { title };
    said.push(own);
    changed();
    return () => {
      said.splice(said.indexOf(own), 1);
      changed();
    };
  }, [title]);
}

/** The browser's tab: what is shown, the entry that it belongs to, the product. */
export function useDocumentTitle(page: string | undefined): void {
  const own = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said.at(-1)?.title,
  );
  const title = [...new Set([own, page, 'Hwaseong'])].filter((part) => part !== undefined).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
