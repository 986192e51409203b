import { Button, Skeleton } from '@mantine/core';
import { IconBuildingWarehouse, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { registriesQuery } from '../../api/image-queries.ts';
import { findingsQuery } from '../../api/queries.ts';
import { useMay } from '../../app/session.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { ControlFindings } from '../images/ImageConfiguration.tsx';
import { Proposals } from './Proposals.tsx';
import classes from './Registries.module.css';

type Registry = Schema['Registry'];

/** Where images lie, and how these places are kept. */
export function RegistriesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const admin = useMay('admin');
  const { data, error, refetch } = useQuery(registriesQuery);
  const connect = admin && (
    <Button
      leftSection={<IconPlus size={15} />}
      renderRoot={(props) => <Link to="/connections/new" search={{ to: 'registry' }} {...props} />}
    >
      {t('registries.connect')}
    </Button>
  );
  const count = data?.items.length ?? 0;
  return (
    <>
      <PageHeader
        answer={data === undefined ? ' ' : t('registries.answer', { count, n: format.number(count) })}
        note={count > 0 && t('registries.note')}
        actions={count > 0 && connect}
      />
      <EntryTabs of="images" />
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton height={240} />
      ) : count === 0 ? (
        <EmptyState icon={IconBuildingWarehouse} title={t('registries.none')} action={connect}>
          {t('registries.noneText')}
        </EmptyState>
      ) : (
        <>
          <ul className={classes.cards}>
            {data.items.map((registry) => (
              <RegistryCard key={registry.id} registry={registry} />
            ))}
          </ul>
          <Ways />
        </>
      )}
    </>
  );
}

function RegistryCard({ registry }: { registry: Registry }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const local = registry.name === 'local';
  const yesNo = (value: boolean | null, bad: boolean) =>
    value === null ? null : (
      <span className={value === bad ? classes.bad : undefined}>{t(value ? 'registries.yes' : 'registries.no')}</span>
    );
  return (
    <li className={classes.card}>
      <header>
        <h2>{local ? t('registries.local') : registry.name}</h2>
        {registry.connection && (
          <Link to="/connections/$id" params={{ id: registry.connection }} search={{}}>
            {t('registries.settings')}
          </Link>
        )}
      </header>
      {registry.error && <p className={classes.error}>{text(registry.error)}</p>}
      <dl>
        <Fact name={t('registries.images')}>
          <Link to="/images" search={{ registry: registry.name }}>
            {format.number(registry.images)}
          </Link>
        </Fact>
        {!local && (
          <>
            <Fact name={t('registries.repositories')}>
              {registry.repositories !== null && (
                <Link to="/inventory" search={{ kind: 'oci.repository', q: registry.name }}>
                  {format.number(registry.repositories)}
                </Link>
              )}
            </Fact>
            <Fact name={t('registries.stale')}>{figure(registry.stale, format.number)}</Fact>
            <Fact name={t('registries.untagged')}>{figure(registry.untagged, format.number)}</Fact>
            <Fact name={t('registries.mutable')}>{yesNo(registry.mutable, true)}</Fact>
            <Fact name={t('registries.anonymous')}>{yesNo(registry.anonymous, true)}</Fact>
            <Fact name={t('registries.walked')}>{registry.walkedAt && <Time at={registry.walkedAt} />}</Fact>
          </>
        )}
      </dl>
      {registry.open > 0 && <Open registry={registry} />}
      {!local && registry.repositories !== null && registry.repositories > 0 && <Proposals registry={registry.name} />}
    </li>
  );
}

/** What is wrong with the registry itself, and the way to what is wrong with its repositories. */
function Open({ registry }: { registry: Registry }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(findingsQuery({ status: 'open', excepted: 'false', asset: registry.id }));
  const own = list.data?.pages.flatMap((page) => page.items) ?? [];
  const below = registry.open - own.length;
  return (
    <div className={classes.open}>
      {own.length > 0 && <ControlFindings findings={own} />}
      {list.data && below > 0 && (
        <Link to="/findings" search={{ kind: 'oci.repository', q: registry.name }}>
          {t('registries.below', { count: below })}
        </Link>
      )}
    </div>
  );
}

function figure(count: number | null, format: (count: number) => string): ReactNode {
  return count === null ? null : format(count);
}

/** What is not known is said so, in its own colour. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation();
  const unknown = children === null || children === undefined;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{unknown ? <span className={classes.unknown}>{t('registries.unknown')}</span> : children}</dd>
    </div>
  );
}

/** How a registry tells of what is pushed. */
function Ways() {
  const { t } = useTranslation();
  const { origin } = window.location;
  const code = `${origin}/api/v1/registry-events/harbor\n${origin}/api/v1/registry-events/distribution\n${origin}/api/v1/registry-events/ecr\n\nAuthorization: Bearer TOKEN`;
  return (
    <section className={classes.ways}>
      <h2>{t('registries.ways')}</h2>
      <p>
        {t('registries.waysText')}{' '}
        <Link to="/settings/{-$section}" params={{ section: 'tokens' }}>
          {t('images.empty.token')}
        </Link>
      </p>
      <CodeBlock code={code} label={t('registries.ways')} />
    </section>
  );
}
