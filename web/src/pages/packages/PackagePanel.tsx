import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { affectedPackagesQuery, packagePlacesQuery } from '../../api/image-queries.ts';
import { AssetLink } from '../../components/AssetLink.tsx';
import { CopyLink } from '../../components/DetailPanel.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { packageOf } from '../../components/packageName.ts';
import { SeverityBar } from '../../components/SeverityBar.tsx';
import { PanelSection, SidePanel } from '../../components/SidePanel.tsx';
import story from '../../components/story.module.css';
import classes from '../vulnerabilities/Vulnerabilities.module.css';

/** Vulnerabilities named before a reader asks for all. */
const most = 60;

/** One package in one version: who has it, and what is known of it. */
export function PackagePanel({ purl, onClose }: { purl: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { name, version } = packageOf(purl);
  return (
    <SidePanel label={t('packages.one')} shown={purl} onClose={onClose} actions={<CopyLink />}>
      <article>
        <h2 className={story.title}>
          {name} {version}
        </h2>
        <code className="mono faint">{purl}</code>
        <Open purl={purl} />
        <Places purl={purl} />
      </article>
    </SidePanel>
  );
}

function Open({ purl }: { purl: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(affectedPackagesQuery({ purl, status: 'open' }));
  const [group] = data?.groups ?? [];
  return (
    <PanelSection title={t('packages.open')}>
      {data !== undefined && group === undefined && <p>{t('packages.noOpen')}</p>}
      {group && (
        <>
          <SeverityBar open={group.open} wide />
          {group.update !== null && (
            <p className={classes.update}>
              {t('images.overview.update', { name: group.name, from: group.installed, to: group.update })} ·{' '}
              {t('images.overview.mends', { count: group.mends })}
            </p>
          )}
          <ul className={classes.fixes}>
            {group.vulnerabilities.slice(0, most).map((id) => (
              <li key={id}>
                <PanelLink kind="vulnerability" id={id}>
                  {id}
                </PanelLink>
              </li>
            ))}
            {group.vulnerabilities.length > most && <li className="faint">+{group.vulnerabilities.length - most}</li>}
          </ul>
        </>
      )}
    </PanelSection>
  );
}

function Places({ purl }: { purl: string }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(packagePlacesQuery(purl));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <PanelSection title={t('packages.places')}>
      {list.data && rows.length === 0 && <p>{t('packages.nowhere')}</p>}
      <ul className={story.links}>
        {rows.map(({ asset }) => (
          <li key={asset.id}>
            <AssetLink asset={asset} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button size="compact-sm" variant="subtle" onClick={() => void list.fetchNextPage()}>
          {t('act.more')}
        </Button>
      )}
    </PanelSection>
  );
}
