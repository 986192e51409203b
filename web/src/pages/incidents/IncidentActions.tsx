import { Button, Menu, Textarea } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type IncidentDetail, take } from '../../api/client.ts';
import type { operations } from '../../api/schema.ts';
import { useHotkeys } from '../../app/hotkeys.ts';
import { useSession } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import classes from './Incidents.module.css';

type Change = NonNullable<operations['updateIncident']['requestBody']>['content']['application/json'];

const verdicts = ['true-positive', 'benign', 'false-positive', 'undetermined'] as const;

function useChange(incident: IncidentDetail) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body }: { body: Change; said?: string; undo?: Change }) =>
      take(api.PATCH('/api/v1/incidents/{id}', { params: { path: { id: incident.id } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
}

/** Take it, close it with a verdict, open it again: each can be undone. */
export function IncidentActions({ incident }: { incident: IncidentDetail }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const change = useChange(incident);
  const before: Change = { status: incident.status, verdict: incident.verdict, assignee: incident.assignee };
  const make = (body: Change, said: string) =>
    change.mutate({ body }, { onSuccess: () => tellDone(said, () => change.mutate({ body: before })) });
  const mine = incident.assignee === user.username;
  const assign = () =>
    mine
      ? make({ assignee: null }, t('incidents.givenBack'))
      : make(
          { assignee: user.username, ...(incident.status === 'open' ? { status: 'investigating' } : {}) },
          t('incidents.taken'),
        );
  useHotkeys({ a: assign });
  return (
    <div className={classes.actions}>
      <Button size="compact-md" variant={mine ? 'default' : 'filled'} onClick={assign} title="a">
        {t(mine ? 'incidents.giveBack' : 'incidents.take')}
      </Button>
      {incident.status === 'closed' ? (
        <Button
          size="compact-md"
          variant="default"
          onClick={() => make({ status: 'investigating', verdict: null }, t('incidents.reopened'))}
        >
          {t('incidents.reopen')}
        </Button>
      ) : (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-md" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
              {t('incidents.close')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {verdicts.map((verdict) => (
              <Menu.Item
                key={verdict}
                onClick={() =>
                  make(
                    { status: 'closed', verdict },
                    t('incidents.closed', { verdict: t(`incidents.verdict.${verdict}`) }),
                  )
                }
              >
                {t(`incidents.verdict.${verdict}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

/** A note into the timeline. */
export function NoteForm({ incident }: { incident: IncidentDetail }) {
  const { t } = useTranslation();
  const change = useChange(incident);
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (note.trim() !== '') change.mutate({ body: { note: note.trim() } }, { onSuccess: () => setNote('') });
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        label={t('incidents.note')}
        description={t('incidents.noteHint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={4000}
        autosize
        minRows={2}
      />
      <Button
        type="submit"
        size="compact-md"
        variant="default"
        mt={8}
        loading={change.isPending}
        disabled={note.trim() === ''}
      >
        {t('incidents.addNote')}
      </Button>
    </form>
  );
}
