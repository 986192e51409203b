import { Button, Select, Skeleton, Textarea } from '@mantine/core';
import { IconCopy, IconDatabaseSearch, IconLock } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, api, take } from '../../api/client.ts';
import type { operations } from '../../api/schema.ts';
import { useMay } from '../../app/session.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useCopy } from '../../components/useCopy.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './Events.module.css';
import { cellText, columns, csvOf, examples } from './sql.ts';

type Result = operations['queryEvents']['responses'][200]['content']['application/json'];

const route = getRouteApi('/events/sql');
const limits = ['100', '500', '1000'];

/** Rows drawn at once; the rest by a click. */
const batch = 100;

const names = Object.keys(examples) as (keyof typeof examples)[];

/** The stored events by SQL. A link brings the text along; it is run by the person alone. */
export function SqlPage() {
  const { t } = useTranslation();
  const mayAsk = useMay('analyst');
  return (
    <>
      <PageHeader answer={t('events.sql.answer')} note={t('events.sql.note')} />
      <EntryTabs of="events" />
      {mayAsk ? (
        <Asker />
      ) : (
        <EmptyState
          icon={IconLock}
          title={t('events.sql.forbidden')}
          action={<Link to="/events">{t('events.tab.search')}</Link>}
        />
      )}
    </>
  );
}

function Asker() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { sql: given } = route.useSearch();
  const [sql, setSql] = useState(given ?? examples.actions);
  const [limit, setLimit] = useState('500');
  const ask = useMutation({
    mutationFn: () => take(api.POST('/api/v1/events/query', { body: { sql, limit: Number(limit) } })),
    // Its refusal stands below the text that it is about.
    meta: { quiet: true },
  });
  const run = () => {
    if (sql.trim() === '') return;
    void navigate({ to: '/events/sql', search: (before) => ({ ...before, sql }), replace: true });
    ask.mutate();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  };
  return (
    <>
      <form onSubmit={submit} className={classes.asker}>
        <Textarea
          aria-label={t('events.sql.label')}
          value={sql}
          onChange={(event) => setSql(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          maxLength={20_000}
          autosize
          minRows={6}
          maxRows={18}
          spellCheck={false}
          classNames={{ input: classes.sql ?? '' }}
        />
        <div className={classes.line}>
          <Button type="submit" loading={ask.isPending} title="Ctrl+Enter">
            {t('events.sql.run')}
          </Button>
          <Select
            aria-label={t('events.sql.rows')}
            title={t('events.sql.rows')}
            w={96}
            data={limits}
            value={limit}
            onChange={(chosen) => chosen && setLimit(chosen)}
            allowDeselect={false}
          />
          <span className="faint">{t('events.sql.examples')}</span>
          {names.map((name) => (
            <Button key={name} size="compact-sm" variant="default" onClick={() => setSql(examples[name])}>
              {t(`events.sql.example.${name}`)}
            </Button>
          ))}
        </div>
        <details className={classes.about}>
          <summary>{t('events.sql.columns')}</summary>
          <p className="mono">{columns.join(', ')}</p>
          <p>{t('events.sql.columnsText')}</p>
        </details>
      </form>
      {ask.isPending && <Skeleton height={200} />}
      {ask.error && !ask.isPending && <Refused error={ask.error} />}
      {ask.data && !ask.isPending && !ask.error && <ResultTable key={ask.submittedAt} result={ask.data} />}
    </>
  );
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className={classes.refused} role="alert">
      <b>{t('events.sql.failed')}</b>
      <p>{error instanceof ApiError ? text(error.text) : String(error)}</p>
    </div>
  );
}

function ResultTable({ result }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { copied, copy } = useCopy();
  const [drawn, setDrawn] = useState(batch);
  const { columns: heads, rows, cut, seconds } = result;
  const said = t('events.sql.result', {
    count: rows.length,
    n: format.number(rows.length),
    seconds: seconds.toFixed(2),
  });
  if (rows.length === 0) return <EmptyState icon={IconDatabaseSearch} title={said} />;
  const names = heads.map(({ name }) => name);
  return (
    <section aria-label={said}>
      <div className={classes.line}>
        <span role="status">
          {said} {cut && t('events.sql.cut')}
        </span>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconCopy size={14} aria-hidden />}
          onClick={() => copy(csvOf(names, rows))}
        >
          {copied ? t('act.copied') : t('events.sql.csv')}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={classes.result} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {heads.map(({ name, type }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and none moves
                <th key={at} title={type} data-number={isNumber(type) || undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, drawn).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing of their own to be known by
              <tr key={at}>
                {row.map((value, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <Cell key={column} value={value} number={isNumber(heads[column]?.type)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length > drawn && (
          <Button m={8} size="compact-sm" variant="default" onClick={() => setDrawn(drawn + batch)}>
            {t('act.showMore', { count: rows.length - drawn })}
          </Button>
        )}
      </div>
    </section>
  );
}

/** DuckDB's types of numbers; large ones come as texts. */
function isNumber(type = ''): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/.test(type);
}

function Cell({ value, number }: { value: unknown; number: boolean }) {
  const { t } = useTranslation();
  const text = cellText(value);
  if (text === undefined) return <td className="faint">{t('events.sql.empty')}</td>;
  return (
    <td data-number={number || undefined} title={text.length > 60 ? text.slice(0, 2000) : undefined}>
      {text.length > 200 ? `${text.slice(0, 200)}…` : text}
    </td>
  );
}
