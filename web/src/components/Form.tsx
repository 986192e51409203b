import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Form.module.css';

interface Props {
  onSubmit: () => void;
  /** What was sent is being worked on. */
  saving: boolean;
  /** What the button says; absent: save. */
  act?: string;
  /** What stands there cannot be sent. */
  unfit?: boolean;
  onCancel?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
  removing?: boolean;
  /** Stands beside the buttons. */
  note?: ReactNode;
  /** The buttons stand at the right, as dialogs have them. */
  dialog?: boolean;
  children: ReactNode;
}

/** Inputs below each other, and what can be done with them. */
export function Form({ onSubmit, saving, act, unfit, onCancel, onRemove, removing, note, dialog, children }: Props) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!unfit) onSubmit();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {children}
      <div className={classes.end} data-dialog={dialog}>
        <Button type="submit" loading={saving} disabled={unfit ?? false}>
          {act ?? t('act.save')}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t('act.cancel')}
          </Button>
        )}
        {onRemove && (
          <Button variant="subtle" color="red" loading={removing ?? false} onClick={onRemove}>
            {t('act.remove')}
          </Button>
        )}
        {note && <span className="faint">{note}</span>}
      </div>
    </form>
  );
}
