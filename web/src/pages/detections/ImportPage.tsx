import { Button, Checkbox, Textarea } from '@mantine/core';
import { IconCheck, IconLock, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Detections.module.css';
import { RejectedRules } from './RejectedRules.tsx';
import { ReplayTrial } from './Replay.tsx';
import { usable } from './usable.ts';

/** Most characters that one import, and one replay of a text, may have. */
const mostText = 900_000;
const mostReplayed = 200_000;

/** Takes Sigma rules in: paste or drop, check, try on stored events, import. */
export function ImportPage() {
  const { t } = useTranslation();
  const mayImport = useMay('admin');
  return (
    <>
      <Link to="/detections" search={{}}>
        ← {t('detections.import.back')}
      </Link>
      <PageHeader answer={t('detections.import.title')} note={t('detections.import.note')} />
      {mayImport ? <Importer /> : <EmptyState icon={IconLock} title={t('detections.import.forbidden')} />}
    </>
  );
}

function Importer() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [yaml, setYaml] = useState('');
  const [on, setOn] = useState(false);
  const ask = (dryRun: boolean) => take(api.POST('/api/v1/detections/import', { body: { yaml, enabled: on, dryRun } }));
  const check = useMutation({ mutationFn: () => ask(true) });
  const bring = useMutation({
    mutationFn: () => ask(false),
    onSuccess: ({ imported }) => {
      tellDone(t('detections.import.done', { count: imported.length, n: format.number(imported.length) }));
      void navigate({ to: '/detections', search: { origin: 'user' } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['detections'] }),
  });
  const write = (text: string) => {
    setYaml(text);
    check.reset();
  };
  const tooLarge = yaml.length > mostText;
  const good = check.data?.imported.length ?? 0;
  return (
    <section className={classes.card}>
      <RuleText yaml={yaml} onChange={write} />
      {tooLarge && <p role="alert">{t('detections.import.tooLarge', { n: format.number(mostText) })}</p>}
      <div className={classes.line}>
        <Button
          variant={good > 0 ? 'default' : 'filled'}
          disabled={yaml.trim() === '' || tooLarge}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {t('detections.import.check')}
        </Button>
      </div>
      {check.data && (
        <>
          <Verdict imported={check.data.imported} rejected={check.data.rejected} />
          {good > 0 && (
            <>
              {yaml.length <= mostReplayed && (
                <section className={classes.part}>
                  <h2>{t('detections.replay.title')}</h2>
                  <ReplayTrial key={yaml} subject={{ yaml: usable(yaml, check.data.imported) }} />
                </section>
              )}
              <Checkbox
                label={t('detections.import.on')}
                description={t('detections.import.onHint')}
                checked={on}
                onChange={(event) => setOn(event.currentTarget.checked)}
                mb={12}
              />
              <Button loading={bring.isPending} onClick={() => bring.mutate()}>
                {t('detections.import.go', { count: good, n: format.number(good) })}
              </Button>
            </>
          )}
        </>
      )}
    </section>
  );
}

/** The text of the rules: typed, pasted, or read from files that are chosen or dropped. */
function RuleText({ yaml, onChange }: { yaml: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  const read = async (files: FileList) => {
    const texts = await Promise.all([...files].map((file) => file.text()));
    onChange([yaml, ...texts].filter((text) => text.trim() !== '').join('\n---\n'));
    tellDone(t('detections.import.read', { count: files.length }));
  };
  const drop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void read(event.dataTransfer.files);
  };
  return (
    <>
      <Textarea
        label={t('detections.import.text')}
        description={t('detections.import.hint')}
        value={yaml}
        onChange={(event) => onChange(event.currentTarget.value)}
        onDrop={drop}
        onDragOver={(event) => event.preventDefault()}
        rows={14}
        spellCheck={false}
        classNames={{ input: classes.yaml ?? '' }}
      />
      <input
        ref={chooser}
        type="file"
        accept=".yml,.yaml"
        multiple
        hidden
        onChange={(event) => {
          if (event.currentTarget.files) void read(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <div className={classes.line}>
        <Button size="compact-sm" variant="default" onClick={() => chooser.current?.click()}>
          {t('detections.import.files')}
        </Button>
      </div>
    </>
  );
}

interface VerdictProps {
  imported: readonly string[];
  rejected: Parameters<typeof RejectedRules>[0]['rejected'];
}

function Verdict({ imported, rejected }: VerdictProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.part} role="status">
      <p className={classes.good} data-none={imported.length === 0 || undefined}>
        {imported.length > 0 && <IconCheck size={16} stroke={2.2} aria-hidden />}
        {t('detections.import.good', { count: imported.length, n: format.number(imported.length) })}
      </p>
      {imported.length > 0 && (
        <p className={`mono faint ${classes.ids}`}>
          {imported.slice(0, 40).join(', ')}
          {imported.length > 40 && ' …'}
        </p>
      )}
      {rejected.length > 0 && (
        <>
          <p className={classes.bad}>
            <IconX size={16} stroke={2.2} aria-hidden />
            {t('detections.import.bad', { count: rejected.length, n: format.number(rejected.length) })}
          </p>
          <RejectedRules rejected={rejected} />
        </>
      )}
    </div>
  );
}
