import { Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../api/client.ts';
import { tellDone } from '../app/toasts.tsx';
import { useFormat } from '../i18n/format.ts';
import { dayAfter, endOf } from './day.ts';
import classes from './ExceptionDialog.module.css';
import { Form } from './Form.tsx';

type Target = { finding: string } | { rule: string; account?: string | undefined };

interface Props {
  targets: readonly Target[];
  /** What is accepted, in words. */
  subject: string;
  onClose: () => void;
  onDone?: () => void;
}

const spans = [30, 90, 180, 365] as const;

/** Accepts a risk for a time: why, who answers for it, until when. It takes effect at once and can be undone. */
export function ExceptionDialog({ targets, subject, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState('');
  const [until, setUntil] = useState(dayAfter(90));

  const refresh = () =>
    Promise.all(
      ['findings', 'exceptions', 'overview', 'images', 'vulnerabilities'].map((name) =>
        client.invalidateQueries({ queryKey: [name] }),
      ),
    );
  const undo = useMutation({
    mutationFn: async (made: Schema['Exception'][]) => {
      for (const { id } of made) await take(api.DELETE('/api/v1/exceptions/{id}', { params: { path: { id } } }));
    },
    onSettled: refresh,
  });
  const make = useMutation({
    mutationFn: async () => {
      const made: Schema['Exception'][] = [];
      const common = {
        reason: reason.trim(),
        expiresAt: endOf(until),
        ...(owner.trim() ? { owner: owner.trim() } : {}),
      };
      for (const target of targets) {
        const body =
          'finding' in target
            ? { ...common, finding: target.finding }
            : { ...common, rule: target.rule, ...(target.account ? { account: target.account } : {}) };
        made.push(await take(api.POST('/api/v1/exceptions', { body })));
      }
      return made;
    },
    onSuccess: (made) => {
      tellDone(t('exception.made', { count: made.length, until: format.date(`${until}T12:00:00`) }), () =>
        undo.mutate(made),
      );
      onDone?.();
      onClose();
    },
    onSettled: refresh,
  });

  const span = spans.find((days) => dayAfter(days) === until);

  return (
    <Modal opened onClose={onClose} title={t('exception.title')} size={480} data-modal>
      <Form
        onSubmit={() => reason.trim().length >= 3 && make.mutate()}
        saving={make.isPending}
        act={t('exception.make')}
        onCancel={onClose}
        dialog
      >
        <p className={classes.subject}>{subject}</p>
        <Textarea
          label={t('exception.reason')}
          description={t('exception.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          rows={3}
          required
          minLength={3}
          maxLength={2000}
          data-autofocus
        />
        <TextInput
          label={t('exception.owner')}
          description={t('exception.ownerHint')}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          maxLength={200}
        />
        <div className={classes.until}>
          <TextInput
            type="date"
            label={t('exception.until')}
            value={until}
            min={dayAfter(1)}
            onChange={(event) => setUntil(event.currentTarget.value)}
            required
          />
          <SegmentedControl
            size="xs"
            value={span === undefined ? '' : String(span)}
            data={spans.map((days) => ({ value: String(days), label: t('exception.days', { count: days }) }))}
            onChange={(days) => setUntil(dayAfter(Number(days)))}
            aria-label={t('exception.until')}
          />
        </div>
      </Form>
    </Modal>
  );
}
