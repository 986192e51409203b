import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedVulnerability } from '../../api/client.ts';
import { advisoriesQuery, imageSummaryQuery, vulnerabilitiesQuery } from '../../api/image-queries.ts';
import type { VulnerabilitiesSearch } from '../../app/addresses.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { QueryTable, usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { cleared, filterCount, vulnerabilityFilters } from '../images/filters.ts';
import { SwitchFilter } from '../images/ImagesPage.tsx';
import { NoVulnerabilities } from '../images/ImageVulnerabilities.tsx';
import { EpssShare, ExploitedBadge, Risk } from '../images/marks.tsx';
import classes from './Vulnerabilities.module.css';

const route = getRouteApi('/vulnerabilities');

/** Vulnerabilities over all images and hosts, of highest risk first. */
export function VulnerabilitiesPage() {
  const { t } = useTranslation();
  const { account: _account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/vulnerabilities' });
  const list = useInfiniteQuery(vulnerabilitiesQuery(vulnerabilityFilters(search)));
  const change = (next: VulnerabilitiesSearch) =>
    void navigate({
      search: (before) => ({ ...before, panel: undefined, ...next }),
      replace: true,
      resetScroll: false,
    });
  const columns = useColumns(search, change);
  const { open, openId } = usePanelOf('vulnerability');
  const clear = () => change({ ...cleared(search), order: search.order });
  return (
    <>
      <Header />
      <EntryTabs of="images" />
      <Toolbar
        search={<SearchBox label={t('vulnerabilities.search')} value={search.q} onSearch={(q) => change({ q })} />}
      >
        <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
        {(['exploited', 'fixable'] as const).map((name) => (
          <SwitchFilter
            key={name}
            label={t(`images.filter.${name}`)}
            on={search[name]}
            onChange={(on) => change({ [name]: on })}
          />
        ))}
        {filterCount(search) > 0 && <ClearFilters onClear={clear} />}
      </Toolbar>
      <QueryTable
        label={t('images.tab.vulnerabilities')}
        columns={columns}
        list={list}
        rowId={({ id }) => id}
        rowHeight={52}
        card={(one) => <VulnerabilityCard vulnerability={one} />}
        cardHeight={96}
        onOpen={({ id }) => open(id)}
        openId={openId}
        empty={<NoVulnerabilities filtered={filterCount(search) > 0} onClear={clear} />}
      />
    </>
  );
}

function Header() {
  const { t } = useTranslation();
  const format = useFormat();
  const summary = useQuery(imageSummaryQuery).data;
  const advisories = useQuery(advisoriesQuery).data;
  return (
    <PageHeader
      answer={
        summary === undefined
          ? ' '
          : t('vulnerabilities.answer', { count: summary.vulnerabilities, n: format.number(summary.vulnerabilities) })
      }
      note={
        summary &&
        advisories && (
          <span className={classes.notes}>
            <Link to="/vulnerabilities" search={{ exploited: true }}>
              {t('vulnerabilities.exploited', { count: summary.exploited, n: format.number(summary.exploited) })}
            </Link>
            <Link
              to="/settings/{-$section}"
              params={{ section: 'advisories' }}
              className={advisories.stale ? classes.warned : undefined}
            >
              {advisories.date === null
                ? t('advisories.missing')
                : t('advisories.answer', { date: format.dateTime(advisories.date) })}
            </Link>
          </span>
        )
      }
    />
  );
}

function useColumns(
  search: VulnerabilitiesSearch,
  change: (search: VulnerabilitiesSearch) => void,
): Column<ListedVulnerability>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const sorted = search.order ?? 'risk';
  const by = (sort: typeof sorted) => ({
    active: sorted === sort,
    by: () => change({ order: sort === 'risk' ? undefined : sort }),
  });
  const figure = (count: number) =>
    count === 0 ? <span className="faint">–</span> : <span className="figures">{format.number(count)}</span>;
  return [
    {
      id: 'severity',
      header: t('column.severity'),
      width: '104px',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'id',
      header: t('vulnerabilities.column.id'),
      width: 'minmax(200px, 2.2fr)',
      cell: (one) => <VulnerabilityName vulnerability={one} />,
    },
    {
      id: 'risk',
      header: t('column.risk'),
      width: '92px',
      from: 620,
      cell: ({ risk }) => <Risk risk={risk} />,
      sort: by('risk'),
    },
    {
      id: 'epss',
      header: t('vulnerabilities.column.epss'),
      width: '80px',
      from: 820,
      cell: ({ epss }) => <EpssShare epss={epss} />,
      sort: by('epss'),
    },
    {
      id: 'images',
      header: t('vulnerabilities.column.images'),
      width: '84px',
      cell: ({ images }) => figure(images),
      sort: by('assets'),
    },
    {
      id: 'hosts',
      header: t('vulnerabilities.column.hosts'),
      width: '72px',
      from: 900,
      cell: ({ hosts }) => figure(hosts),
    },
    {
      id: 'packages',
      header: t('vulnerabilities.column.packages'),
      width: 'minmax(110px, 1fr)',
      from: 720,
      cell: ({ packages }) => (
        <span className="clip" title={packages.join('\n')}>
          {packages.join(', ')}
        </span>
      ),
    },
    {
      id: 'fixed',
      header: t('vulnerabilities.column.fixed'),
      width: 'minmax(150px, 1.5fr)',
      from: 980,
      cell: ({ fixed }) =>
        fixed.length === 0 ? (
          <span className="faint">{t('vulnerabilities.noFix')}</span>
        ) : (
          <code className="mono clip" title={fixed.join('\n')}>
            {fixed[0]}
          </code>
        ),
    },
    {
      id: 'first',
      header: t('vulnerabilities.column.first'),
      width: '108px',
      from: 1080,
      cell: ({ firstSeen }) => <Time at={firstSeen} />,
      sort: by('newest'),
    },
  ];
}

function VulnerabilityName({ vulnerability }: { vulnerability: ListedVulnerability }) {
  const text = useText();
  const { id, exploited } = vulnerability;
  const title = text(vulnerability.title);
  return (
    <span className={classes.name}>
      <span className={classes.idLine}>
        <PanelLink kind="vulnerability" id={id} className="clip">
          {id}
        </PanelLink>
        <ExploitedBadge exploited={exploited} />
      </span>
      {title !== id && (
        <span className={`clip ${classes.below}`} title={title}>
          {title}
        </span>
      )}
    </span>
  );
}

function VulnerabilityCard({ vulnerability }: { vulnerability: ListedVulnerability }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { severity, images, hosts } = vulnerability;
  return (
    <>
      <span className={classes.cardTop}>
        <SeverityBadge severity={severity} />
        <span>
          {[
            images > 0 && `${t('vulnerabilities.column.images')} ${format.number(images)}`,
            hosts > 0 && `${t('vulnerabilities.column.hosts')} ${format.number(hosts)}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="clip">{vulnerability.packages.join(', ')}</span>
      </span>
      <VulnerabilityName vulnerability={vulnerability} />
    </>
  );
}
