import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { imageSummaryQuery } from '../../api/image-queries.ts';
import type { PackagesSearch } from '../../app/addresses.ts';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useFormat } from '../../i18n/format.ts';
import { PackageList } from './PackageList.tsx';

const route = getRouteApi('/packages');

/** Which package in which version is where. */
export function PackagesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { q, type } = route.useSearch();
  const navigate = useNavigate({ from: '/packages' });
  const { data } = useQuery(imageSummaryQuery);
  const change = (next: PackagesSearch) =>
    void navigate({
      search: (before) => ({ ...before, panel: undefined, ...next }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <PageHeader
        answer={t('packages.answer')}
        note={data && t('packages.note', { count: data.packages, n: format.number(data.packages) })}
      />
      <EntryTabs of="images" />
      <PackageList search={{ q, type }} change={change} />
    </>
  );
}
