import { useEffect, useRef } from 'react';

/** Keys as people write them: `j`, `?`, `mod+k` (Ctrl, or Command on a Mac), `g f` (one after the other), `Enter`. */
export type Hotkeys = Record<string, (event: KeyboardEvent) => void>;

/** How long the first key of a pair waits for the second, in milliseconds. */
export const pairTime = 1000;

interface Stroke {
  key: string;
  mod: boolean;
  at: number;
}

/**
 * Which of the given hotkeys a stroke completes, looking at the stroke before it.
 */
export function completed(names: readonly string[], stroke: Stroke, before: Stroke | undefined): string | undefined {
  const written = `${stroke.mod ? 'mod+' : ''}${stroke.key}`;
  if (before !== undefined && !before.mod && stroke.at - before.at <= pairTime) {
    const pair = `${before.key} ${written}`;
    if (names.includes(pair)) return pair;
  }
  return names.includes(written) ? written : undefined;
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

/** True where Enter already means something: on a link, a button, a row. */
function answers(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a,button,summary,tr,[role="button"]') !== null;
}

/** True while a dialog, menu or list of choices has the keyboard. */
function elsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-modal],[role="menu"],[role="listbox"]') !== null;
}

/**
 * Binds keys for as long as the component is shown. Silent while a person types or a dialog is open, except for `mod+`
 * keys.
 */
export function useHotkeys(hotkeys: Hotkeys, active = true): void {
  const current = useRef(hotkeys);
  current.current = hotkeys;
  useEffect(() => {
    if (!active) return;
    let before: Stroke | undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.altKey || event.isComposing || event.defaultPrevented) return;
      const mod = event.ctrlKey || event.metaKey;
      if (!mod && (typing(event.target) || elsewhere(event.target))) return;
      if (event.key === 'Enter' && answers(event.target)) return;
      // Arrows choose among the buttons of a switch.
      if (event.key.startsWith('Arrow') && event.target instanceof HTMLInputElement) return;
      const stroke = { key: event.key.length === 1 ? event.key.toLowerCase() : event.key, mod, at: event.timeStamp };
      const name = completed(Object.keys(current.current), stroke, before);
      before = name === undefined ? stroke : undefined;
      if (name === undefined) return;
      event.preventDefault();
      current.current[name]?.(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [active]);
}
