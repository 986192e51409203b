import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';

/** An exception that can be made again: it has an end, and that is still to come. */
type Lasting = Schema['Exception'] & { expiresAt: string };

function lasting(exception: Schema['Exception']): exception is Lasting {
  return exception.expiresAt !== null && !exception.expired;
}

/** Ends an exception; undo makes the same one again. */
export function useEndException() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const refresh = () =>
    Promise.all(['findings', 'exceptions', 'overview'].map((name) => client.invalidateQueries({ queryKey: [name] })));
  const again = useMutation({
    mutationFn: ({ reason, expiresAt, finding, rule, account, assetPattern, owner }: Lasting) => {
      const given = { finding, rule, account, assetPattern, owner };
      const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
      return take(api.POST('/api/v1/exceptions', { body: { reason, expiresAt, ...said } }));
    },
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: ({ id }: Schema['Exception']) =>
      take(api.DELETE('/api/v1/exceptions/{id}', { params: { path: { id } } })),
    onSuccess: (_, exception) =>
      tellDone(t('exception.ended'), lasting(exception) ? () => again.mutate(exception) : undefined),
    onSettled: refresh,
  });
}
