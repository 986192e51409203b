import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';
import classes from './Images.module.css';

/** Asks for one image of a registry to be read by the server. */
export function ScanImageDialog({ onClose, reference: given = '' }: { onClose: () => void; reference?: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reference, setReference] = useState(given);
  const [platform, setPlatform] = useState('');
  const scan = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/images', {
          body: { reference: reference.trim(), ...(platform.trim() === '' ? {} : { platform: platform.trim() }) },
        }),
      ),
    onSuccess: () => {
      tellDone(t('images.scanStarted', { reference: reference.trim() }));
      onClose();
    },
    onSettled: () =>
      Promise.all(['images', 'connections'].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    scan.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('images.scanTitle')} size={480} data-modal>
      <form className={classes.form} onSubmit={submit}>
        <p>{t('images.scanText')}</p>
        <TextInput
          label={t('images.reference')}
          description={t('images.referenceHint')}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          maxLength={1000}
          spellCheck={false}
          required
          data-autofocus
        />
        <TextInput
          label={t('images.platform')}
          description={t('images.platformHint')}
          value={platform}
          onChange={(event) => setPlatform(event.currentTarget.value)}
          maxLength={100}
          spellCheck={false}
        />
        <div className={classes.formEnd}>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" loading={scan.isPending}>
            {t('images.scanAct')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
