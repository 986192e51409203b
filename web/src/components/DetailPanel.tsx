import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import { ErrorState } from './ErrorState.tsx';
import { PanelSkeleton } from './PanelSkeleton.tsx';
import { SidePanel } from './SidePanel.tsx';
import { useCopy } from './useCopy.ts';

interface Props<Data> {
  /** What kind of thing it is. */
  label: string;
  /** Tells one thing from the next. */
  id: string;
  onClose: () => void;
  query: UseQueryResult<Data>;
  /** What can be done with it, once it is there. */
  actions?: (data: Data) => ReactNode;
  /** Stands there where the server has none of that name. */
  missing?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** One thing in the side panel: a link to it, what can be done with it, and its story once it is there. */
export function DetailPanel<Data>({ label, id, onClose, query, actions, missing, children }: Props<Data>) {
  const { data, error, refetch } = query;
  const absent = missing !== undefined && error instanceof ApiError && error.status === 404;
  return (
    <SidePanel
      label={label}
      shown={id}
      onClose={onClose}
      actions={
        <>
          <CopyLink />
          {data !== undefined && actions?.(data)}
        </>
      }
    >
      {data !== undefined && children(data)}
      {data === undefined && !error && <PanelSkeleton />}
      {data === undefined && error && (absent ? missing : <ErrorState error={error} retry={() => void refetch()} />)}
    </SidePanel>
  );
}

/** What is open stands in the address, so that the address is the link. */
export function CopyLink() {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      leftSection={<IconLink size={14} />}
      onClick={() => copy(location.href)}
    >
      {copied ? t('act.copied') : t('act.copyLink')}
    </Button>
  );
}
