import { Button, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { type ProposalsWanted, registryProposalsQuery } from '../../api/image-queries.ts';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Registries.module.css';

/** What would clean a registry up and guard it, worked out when somebody opens it. Nothing of it is applied from here. */
export function Proposals({ registry }: { registry: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{t('registries.proposals')}</summary>
      {opened && <Proposed registry={registry} />}
    </details>
  );
}

function Proposed({ registry }: { registry: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(registryProposalsQuery({ registry }));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={120} mt={10} />;
  if (data.type === 'distribution') return <p>{t('registries.proposed.none')}</p>;
  const nothing = data.removes === 0;
  return (
    <>
      <p>
        {!nothing &&
          t('registries.proposed.removes', { n: format.number(data.removes), size: format.bytes(data.bytes) })}
        {/* Where nothing is known of any of them, nothing can be said of what would go. */}
        {nothing && data.unknown < data.repositories && t('registries.proposed.nothing')}{' '}
        {data.unknown > 0 && (
          <span className={classes.unknown}>
            {t('registries.proposed.unknown', { n: format.number(data.unknown) })}
          </span>
        )}
      </p>
      {!nothing && <Cleanups proposals={data} />}
      {data.policies.map((policy) => (
        <Policy key={`${policy.name} ${policy.place}`} policy={policy} />
      ))}
      {data.more.policies > 0 && <p>{t('registries.proposed.more', { n: format.number(data.more.policies) })}</p>}
      {data.type === 'ecr' && <AccessPolicy registry={registry} />}
      <p>{t('registries.proposalsText')}</p>
      <CodeBlock code={`hwaseong scan registry ${registry} --policy-out policies`} label={t('images.empty.command')} />
    </>
  );
}

function Policy({
  policy: { name, text, place, places },
}: {
  policy: Schema['RegistryProposals']['policies'][number];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={classes.policy}>
      <h3>
        {t('registries.proposed.for', { name, place })}
        {places > 1 && ` ${t('registries.proposed.more', { n: format.number(places - 1) })}`}
      </h3>
      <CodeBlock code={text} label={`${name} ${place}`} max={220} />
    </section>
  );
}

/** Repositories from which something would go, those first that free the most. */
function Cleanups({ proposals: { cleanups, more } }: { proposals: Schema['RegistryProposals'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={classes.cleanups}>
      {cleanups.map(({ repository, removes, stays, bytes, tags }) => (
        <li key={repository}>
          <span className="mono">{repository}</span>
          <span title={tags.join('\n')}>
            {t('registries.proposed.share', {
              n: format.number(removes),
              all: format.number(removes + stays),
              size: format.bytes(bytes),
            })}
          </span>
        </li>
      ))}
      {more.cleanups > 0 && <li>{t('registries.proposed.more', { n: format.number(more.cleanups) })}</li>}
    </ul>
  );
}

type Access = Pick<ProposalsWanted, 'pipeline' | 'runtime' | 'breakGlass'>;
const roles = ['pipeline', 'runtime', 'breakGlass'] as const;

/** A policy by which only those push and pull who are named: ARNs, apart by blanks. */
function AccessPolicy({ registry }: { registry: string }) {
  const { t } = useTranslation();
  const [access, setAccess] = useState<Access>();
  const { data, error, isFetching } = useQuery({
    ...registryProposalsQuery({ registry, ...access }),
    enabled: access !== undefined,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const arnsOf = (role: string) =>
      String(form.get(role) ?? '')
        .split(/[\s,]+/)
        .filter(Boolean);
    setAccess(Object.fromEntries(roles.map((role) => [role, arnsOf(role)]).filter(([, arns]) => arns?.length)));
  };
  const policy = access && data?.policies.find(({ name }) => name === 'repository-policy.json');
  return (
    <form className={classes.access} onSubmit={submit}>
      <p>{t('registries.proposed.access')}</p>
      {roles.map((role) => (
        <TextInput
          key={role}
          name={role}
          size="xs"
          label={t(`registries.proposed.${role}`)}
          placeholder="arn:aws:iam::"
        />
      ))}
      <Button type="submit" size="xs" variant="default" loading={isFetching}>
        {t('registries.proposed.ask')}
      </Button>
      {error && <ErrorState error={error} />}
      {!error && policy && <Policy policy={policy} />}
    </form>
  );
}
