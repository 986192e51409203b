import { useEffect, useState } from 'react';

/**
 * Puts text on the clipboard; `copied` is true for a moment afterwards. Outside a secure context (plain HTTP on another
 * machine) browsers offer no clipboard: the selection of a hidden field is copied instead.
 */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return {
    copied,
    copy: (text) => {
      if (navigator.clipboard) void navigator.clipboard.writeText(text).then(() => setCopied(true));
      else setCopied(copyBySelection(text));
    },
  };
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'sr-only';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}
