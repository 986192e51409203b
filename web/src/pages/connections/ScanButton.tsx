import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Connection, take } from '../../api/client.ts';
import { useMay } from '../../app/session.tsx';
import { running } from './scans.ts';

/** Connections that facts are sent by: there is nothing to fetch. */
const uploaded: ReadonlySet<Connection['provider']> = new Set(['oci', 'host', 'code']);

/** Starts a scan, or stops the one that runs. */
export function ScanButton({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayScan = useMay('analyst');
  const refresh = () =>
    Promise.all(['connections', 'scans'].map((name) => client.invalidateQueries({ queryKey: [name] })));
  const start = useMutation({
    mutationFn: () => take(api.POST('/api/v1/connections/{id}/scan', { params: { path: { id: connection.id } } })),
    onSettled: refresh,
  });
  const stop = useMutation({
    mutationFn: (id: string) => take(api.POST('/api/v1/scans/{id}/cancel', { params: { path: { id } } })),
    onSettled: refresh,
  });
  if (!mayScan || connection.sample || uploaded.has(connection.provider)) return <span />;
  const scan = connection.lastScan;
  if (scan && running(scan)) {
    return (
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconPlayerStop size={14} />}
        loading={stop.isPending}
        onClick={() => stop.mutate(scan.id)}
      >
        {t('scan.stop')}
      </Button>
    );
  }
  return (
    <Button
      size="compact-md"
      variant="default"
      leftSection={<IconPlayerPlay size={14} />}
      loading={start.isPending}
      disabled={connection.provider === 'aws' && connection.credentials.type === 'none'}
      onClick={() => start.mutate()}
    >
      {t('scan.now')}
    </Button>
  );
}
