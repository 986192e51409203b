import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';
import { Fields } from '../../components/Fields.tsx';
import { Form } from '../../components/Form.tsx';

/** Asks for one image of a registry to be read by the server. */
export function ScanImageDialog({ onClose, reference: given = '' }: { onClose: () => void; reference?: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [values, setValues] = useState({ reference: given, platform: '' });
  const reference = values.reference.trim();
  const platform = values.platform.trim();
  const scan = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/images', {
          body: { reference, ...(platform === '' ? {} : { platform }) },
        }),
      ),
    onSuccess: () => {
      tellDone(t('images.scanStarted', { reference }));
      onClose();
    },
    onSettled: () =>
      Promise.all(['images', 'connections'].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
  return (
    <Modal opened onClose={onClose} title={t('images.scanTitle')} size={480} data-modal>
      <Form onSubmit={scan.mutate} saving={scan.isPending} act={t('images.scanAct')} onCancel={onClose} dialog>
        <p className="faint">{t('images.scanText')}</p>
        <Fields
          fields={[
            {
              name: 'reference',
              label: t('images.reference'),
              hint: t('images.referenceHint'),
              required: true,
              attributes: { maxLength: 1000, 'data-autofocus': true },
            },
            {
              name: 'platform',
              label: t('images.platform'),
              hint: t('images.platformHint'),
              attributes: { maxLength: 100 },
            },
          ]}
          values={values}
          onChange={setValues}
        />
      </Form>
    </Modal>
  );
}
