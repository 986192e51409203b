import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { isReachable, onReachable } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import classes from './Shell.module.css';

/** How often a server that does not answer is asked again, in milliseconds. */
const pause = 5_000;

/** Says so while the server cannot be reached, and brings everything up to date once it answers again. */
export function Reachability() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const reachable = useSyncExternalStore(onReachable, isReachable);
  const before = useRef(reachable);
  useQuery({ ...sessionQuery, refetchInterval: reachable ? false : pause });
  useEffect(() => {
    if (reachable && !before.current) void client.invalidateQueries();
    before.current = reachable;
  }, [reachable, client]);
  if (reachable) return null;
  return (
    <p role="status" className={classes.unreachable}>
      {t('frame.unreachable')}
    </p>
  );
}
