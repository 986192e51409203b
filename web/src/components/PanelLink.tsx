import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export type PanelKind =
  | 'finding'
  | 'asset'
  | 'control'
  | 'alert'
  | 'event'
  | 'detection'
  | 'vulnerability'
  | 'package'
  | 'host';

interface Props {
  kind: PanelKind;
  id: string;
  className?: string | undefined;
  title?: string | undefined;
  children: ReactNode;
}

/** Opens something in the side panel, over the page at hand, and keeps the rest of the address. */
export function PanelLink({ kind, id, className, title, children }: Props) {
  return (
    <Link
      to="."
      search={(before) => ({ ...before, panel: `${kind}:${id}`, tab: undefined })}
      resetScroll={false}
      preload={false}
      className={className}
      title={title}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Link>
  );
}
