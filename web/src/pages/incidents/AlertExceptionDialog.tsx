import { Checkbox, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AlertDetail, api, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';
import { dayAfter, endOf } from '../../components/day.ts';
import { Form } from '../../components/Form.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './Incidents.module.css';

const DAYS = 30;

/** Lets a detection be silent about the likes of one alert, for a time and with a reason. It takes effect at once and can be undone. */
export function AlertExceptionDialog({ alert, onClose }: { alert: AlertDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const client = useQueryClient();
  const [fields, setFields] = useState(alert.exceptionDraft.map((field) => ({ ...field, on: true })));
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(dayAfter(DAYS));
  const refresh = () =>
    Promise.all(['alerts', 'detections', 'incidents'].map((name) => client.invalidateQueries({ queryKey: [name] })));
  const undo = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/detection-exceptions/{id}', { params: { path: { id } } })),
    onSettled: refresh,
  });
  const make = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/detection-exceptions', {
          body: {
            detection: alert.detection,
            fields: chosen.map(({ field, value }) => ({ field, value })),
            reason: reason.trim(),
            expiresAt: endOf(until),
          },
        }),
      ),
    onSuccess: ({ id }) => {
      tellDone(t('incidents.exceptMade', { until: format.date(`${until}T12:00:00`) }), () => undo.mutate(id));
      onClose();
    },
    onSettled: refresh,
  });
  const chosen = fields.filter(({ on, value }) => on && value.trim() !== '');
  const change = (at: number, part: Partial<(typeof fields)[number]>) =>
    setFields(fields.map((field, n) => (n === at ? { ...field, ...part } : field)));
  return (
    <Modal opened onClose={onClose} title={t('incidents.exceptTitle')} size={520} data-modal>
      <Form
        onSubmit={() => reason.trim().length >= 3 && make.mutate()}
        saving={make.isPending}
        act={t('incidents.except')}
        unfit={chosen.length === 0}
        onCancel={onClose}
        dialog
      >
        <p>
          <b>{text(alert.title)}</b>
        </p>
        <p className="faint">{t('incidents.exceptText')}</p>
        {fields.map(({ field, value, on }, at) => (
          <div key={field} className={classes.field}>
            <Checkbox
              size="xs"
              aria-label={field}
              checked={on}
              onChange={(event) => change(at, { on: event.currentTarget.checked })}
            />
            <TextInput
              label={field}
              value={value}
              onChange={(event) => change(at, { value: event.currentTarget.value })}
              disabled={!on}
              spellCheck={false}
              maxLength={2000}
            />
          </div>
        ))}
        {chosen.length === 0 && <p role="alert">{t('incidents.exceptNothing')}</p>}
        <Textarea
          label={t('exception.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
          minLength={3}
          maxLength={2000}
          rows={2}
          data-autofocus
        />
        <TextInput
          type="date"
          label={t('exception.until')}
          value={until}
          min={dayAfter(1)}
          onChange={(event) => setUntil(event.currentTarget.value)}
          required
        />
      </Form>
    </Modal>
  );
}
