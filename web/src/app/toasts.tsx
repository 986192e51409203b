import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, type Text } from '../api/client.ts';
import { useText } from '../i18n/format.ts';
import classes from './toasts.module.css';

interface Toast {
  id: number;
  tone: 'done' | 'failed';
  message: string | Text;
  undo?: () => void;
}

/** How long a note stays, in milliseconds; long enough to reach for "undo". */
const stay = { done: 8000, failed: 12_000 };

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const tell of listeners) tell();
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

function show(toast: Omit<Toast, 'id'>): void {
  const id = ++last;
  change([...toasts.slice(-2), { ...toast, id }]);
  setTimeout(() => dismiss(id), stay[toast.tone]);
}

/** Says that something was done, with the way back where there is one. */
export function tellDone(message: string, undo?: () => void): void {
  show({ tone: 'done', message, ...(undo ? { undo } : {}) });
}

/** Says why something was not done, in the server's words. */
export function tellFailed(error: unknown): void {
  show({ tone: 'failed', message: error instanceof ApiError ? error.text : String(error) });
}

/** The corner in which notes appear. */
export function Toasts() {
  const { t } = useTranslation();
  const text = useText();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className={classes.corner} role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={classes.toast} data-tone={toast.tone}>
          {toast.tone === 'done' ? <IconCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
          <span>{typeof toast.message === 'string' ? toast.message : text(toast.message)}</span>
          {toast.undo && (
            <button
              type="button"
              className={classes.undo}
              onClick={() => {
                toast.undo?.();
                dismiss(toast.id);
              }}
            >
              {t('act.undo')}
            </button>
          )}
          <button type="button" className={classes.close} aria-label={t('act.close')} onClick={() => dismiss(toast.id)}>
            <IconX size={14} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
