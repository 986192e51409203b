import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { Prose } from '../../components/Prose.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './CompliancePage.module.css';
import type { Requirement } from './tree.ts';

/** What people handed in for a requirement that no control can answer alone, and the form to hand in more. */
export function EvidenceSection({ framework, requirement }: { framework: string; requirement: Requirement }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const mayWrite = useMay('analyst');
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['compliance'] });
  const give = useMutation({
    mutationFn: (body: { requirement: string; statement: string; link?: string; validUntil: string }) =>
      take(api.POST('/api/v1/compliance/{framework}/evidence', { params: { path: { framework } }, body })),
    onSettled: refresh,
  });
  const takeBack = useMutation({
    mutationFn: ({ id }: Schema['Evidence']) => take(api.DELETE('/api/v1/evidence/{id}', { params: { path: { id } } })),
    onSuccess: (_, { statement, link, validUntil }) =>
      tellDone(t('compliance.evidence.removed'), () =>
        give.mutate({ requirement: requirement.id, statement, validUntil, ...(link ? { link } : {}) }),
      ),
    onSettled: refresh,
  });
  return (
    <PanelSection title={t('compliance.evidence.title')}>
      {requirement.evidenceNeeded && <Prose text={text(requirement.evidenceNeeded)} />}
      <ul className={classes.evidence}>
        {requirement.evidence.map((evidence) => (
          <li key={evidence.id} data-expired={evidence.expired || undefined}>
            <div>
              {evidence.statement}
              {evidence.link && (
                <>
                  {' '}
                  <a href={evidence.link} target="_blank" rel="noreferrer">
                    {evidence.link}
                  </a>
                </>
              )}
              <div className="faint">
                {evidence.by} · <Time at={evidence.createdAt} /> ·{' '}
                {evidence.expired ? t('compliance.evidence.expired') : t('compliance.evidence.valid')}{' '}
                {format.date(evidence.validUntil)}
              </div>
            </div>
            {mayWrite && (
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => takeBack.mutate(evidence)}>
                {t('act.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <EvidenceForm
          key={requirement.id}
          sending={give.isPending}
          onGive={(evidence, done) => give.mutate({ requirement: requirement.id, ...evidence }, { onSuccess: done })}
        />
      )}
    </PanelSection>
  );
}

interface FormProps {
  sending: boolean;
  onGive: (evidence: { statement: string; link?: string; validUntil: string }, done: () => void) => void;
}

function EvidenceForm({ sending, onGive }: FormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [statement, setStatement] = useState('');
  const [link, setLink] = useState('');
  const [months, setMonths] = useState(12);
  const until = new Date();
  until.setMonth(until.getMonth() + months);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = {
      statement: statement.trim(),
      validUntil: until.toISOString(),
      ...(link ? { link: link.trim() } : {}),
    };
    onGive(given, () => {
      setStatement('');
      setLink('');
    });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Textarea
        label={t('compliance.evidence.statement')}
        value={statement}
        onChange={(event) => setStatement(event.currentTarget.value)}
        minLength={3}
        maxLength={10_000}
        rows={3}
        required
      />
      <TextInput
        type="url"
        label={t('compliance.evidence.link')}
        placeholder="https://"
        value={link}
        onChange={(event) => setLink(event.currentTarget.value)}
        maxLength={2000}
      />
      <div className={classes.formEnd}>
        <TextInput
          type="number"
          label={t('compliance.evidence.months')}
          description={t('compliance.evidence.until', { day: format.date(until.toISOString()) })}
          value={months}
          min={1}
          max={60}
          onChange={(event) => setMonths(Math.max(1, Math.min(60, Number(event.currentTarget.value) || 1)))}
        />
        <Button type="submit" loading={sending}>
          {t('compliance.evidence.give')}
        </Button>
      </div>
    </form>
  );
}
