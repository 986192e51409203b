import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../app/hotkeys.ts';
import classes from './SidePanel.module.css';

interface Props {
  /** What it is, for a screen reader. */
  label: string;
  /** Changes with what is shown: the panel scrolls to its top. */
  shown: string;
  actions?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/**
 * Details at the right edge, over the page and beside the list that stays usable. On a phone it is the whole window.
 * It takes the keyboard when it opens and gives it back when it closes.
 */
export function SidePanel({ label, shown, actions, onClose, children }: Props) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useHotkeys({ Escape: onClose });

  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown decides, though it is not read
  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [shown]);

  return (
    <aside ref={panel} className={classes.panel} aria-label={label} tabIndex={-1}>
      <div className={classes.head}>
        <span className={classes.label}>{label}</span>
        <div className={classes.actions}>{actions}</div>
        <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label={t('act.close')} title="Esc">
          <IconX size={18} stroke={1.7} />
        </ActionIcon>
      </div>
      <div ref={body} className={classes.body}>
        {children}
      </div>
    </aside>
  );
}

/** One part of what a panel tells. */
export function PanelSection({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <header>
        <h3>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}
