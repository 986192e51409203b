import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import classes from './OverviewPage.module.css';

/** Says that what is shown is the sample organisation; it leaves with one click, and comes back with another. */
export function SampleBanner({ coming }: { coming: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayRemove = useMay('admin');
  const restore = useMutation({
    mutationFn: () => take(api.POST('/api/v1/sample')),
    onSettled: () => client.invalidateQueries(),
  });
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/sample')),
    onSuccess: () => tellDone(t('overview.sample.removed'), () => restore.mutate()),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <div className={classes.banner} role="note">
      <IconInfoCircle size={16} aria-hidden />
      <span>
        {t(coming ? 'overview.sample.coming' : 'overview.sample.text')}{' '}
        <Link to="/connections/new">{t('connections.add')}</Link>
      </span>
      {mayRemove && (
        <Button size="compact-sm" variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('overview.sample.remove')}
        </Button>
      )}
    </div>
  );
}
