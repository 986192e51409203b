import { lazy } from 'react';

/** Dialogs are fetched when they are first opened: few visits need one. Show them inside a `Suspense`. */
export const ExceptionDialog = lazy(() =>
  import('./ExceptionDialog.tsx').then((file) => ({ default: file.ExceptionDialog })),
);
