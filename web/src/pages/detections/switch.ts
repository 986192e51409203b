import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Detection, type DetectionException, take } from '../../api/client.ts';
import { tellDone } from '../../app/toasts.tsx';
import { useText } from '../../i18n/format.ts';

function useRefresh() {
  const client = useQueryClient();
  return () => Promise.all(['detections', 'alerts'].map((name) => client.invalidateQueries({ queryKey: [name] })));
}

/** Switches a detection on or off; undo switches it back. */
export function useSwitchDetection() {
  const { t } = useTranslation();
  const text = useText();
  const onSettled = useRefresh();
  const set = useMutation({
    mutationFn: ({ id, enabled }: Pick<Detection, 'id' | 'enabled'>) =>
      take(api.PATCH('/api/v1/detections/{id}', { params: { path: { id } }, body: { enabled } })),
    onSettled,
  });
  return {
    pending: set.isPending ? set.variables.id : undefined,
    turn: ({ id, enabled }: Pick<Detection, 'id' | 'enabled'>) =>
      set.mutate(
        { id, enabled: !enabled },
        {
          onSuccess: ({ title }) =>
            tellDone(t(enabled ? 'detections.switchedOff' : 'detections.switchedOn', { name: text(title) }), () =>
              set.mutate({ id, enabled }),
            ),
        },
      ),
  };
}

/** Ends an exception of a detection; undo makes the same one again, where its end is still to come. */
export function useEndDetectionException() {
  const { t } = useTranslation();
  const onSettled = useRefresh();
  const again = useMutation({
    mutationFn: ({ detection, fields, reason, expiresAt }: DetectionException) =>
      take(api.POST('/api/v1/detection-exceptions', { body: { detection, fields, reason, expiresAt } })),
    onSettled,
  });
  return useMutation({
    mutationFn: ({ id }: DetectionException) =>
      take(api.DELETE('/api/v1/detection-exceptions/{id}', { params: { path: { id } } })),
    onSuccess: (_, exception) =>
      tellDone(t('detections.ended'), exception.expired ? undefined : () => again.mutate(exception)),
    onSettled,
  });
}
