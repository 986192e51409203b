import { Button } from '@mantine/core';
import { IconShieldOff } from '@tabler/icons-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useHotkeys } from '../app/hotkeys.ts';
import { useMay } from '../app/session.tsx';

interface Props {
  /** What the button says. */
  children: string;
  dialog: (onClose: () => void) => ReactNode;
}

/** Accepts what the panel shows, by the button or by the key; nothing for whoever may not. */
export function ExceptAction({ children, dialog }: Props) {
  const able = useMay('analyst');
  const [open, setOpen] = useState(false);
  useHotkeys({ e: () => setOpen(true) }, able);
  if (!able) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconShieldOff size={14} />}
        onClick={() => setOpen(true)}
        title="e"
      >
        {children}
      </Button>
      {open && <Suspense fallback={null}>{dialog(() => setOpen(false))}</Suspense>}
    </>
  );
}
