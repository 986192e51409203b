import { Button, Skeleton } from '@mantine/core';
import { IconCheck, IconCopy, IconPackageOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, type ImageDetail } from '../../api/client.ts';
import { imageQuery } from '../../api/image-queries.ts';
import { imageSections } from '../../app/addresses.ts';
import { useTitle } from '../../app/title.ts';
import badges from '../../components/badges.module.css';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageTabs } from '../../components/PageTabs.tsx';
import { Time } from '../../components/Time.tsx';
import { useCopy } from '../../components/useCopy.ts';
import { useFormat } from '../../i18n/format.ts';
import { calledName, shortDigest } from './columns.tsx';
import { ImageConfiguration } from './ImageConfiguration.tsx';
import { ImageLayers } from './ImageLayers.tsx';
import { ImageLife } from './ImageLife.tsx';
import { ImageOverview } from './ImageOverview.tsx';
import { ImagePackages } from './ImagePackages.tsx';
import { ImageSecrets } from './ImageSecrets.tsx';
import classes from './Images.module.css';
import { ImageTrust } from './ImageTrust.tsx';
import { ImageVulnerabilities } from './ImageVulnerabilities.tsx';
import { AdvisoryAge, DistributionName, TrustBadge } from './marks.tsx';
import { SbomMenu } from './SbomMenu.tsx';

const route = getRouteApi('/images/$id/{-$section}');

type Section = (typeof imageSections)[number];

const bodies: Record<Section, ComponentType<{ image: ImageDetail }>> = {
  overview: ImageOverview,
  vulnerabilities: ImageVulnerabilities,
  packages: ImagePackages,
  layers: ImageLayers,
  configuration: ImageConfiguration,
  secrets: ImageSecrets,
  trust: ImageTrust,
  life: ImageLife,
};

/** Of an image whose bill of materials was sent in, no more is known. */
const ofBom = ['overview', 'vulnerabilities', 'packages'] as const satisfies readonly Section[];

/** Of a folder of sources, whose files were read. */
const ofFolder = [...ofBom, 'secrets'] as const satisfies readonly Section[];

const sectionsOf: Record<ImageDetail['kind'], readonly Section[]> = {
  'oci.image': imageSections,
  'oci.bom': ofBom,
  'code.folder': ofFolder,
};

/** One image: what is in it, what is wrong with it, what to do first. */
export function ImagePage() {
  const { t } = useTranslation();
  const { id, section } = route.useParams();
  const { data, error, refetch } = useQuery(imageQuery(id));
  useTitle(data && calledName(data.name));
  if (error && !data) {
    return error instanceof ApiError && error.status === 404 ? (
      <EmptyState
        icon={IconPackageOff}
        title={t('images.gone')}
        action={
          <Link to="/images" search={{}}>
            {t('images.back')}
          </Link>
        }
      >
        {t('images.goneText')}
      </EmptyState>
    ) : (
      <ErrorState error={error} retry={() => void refetch()} />
    );
  }
  if (!data) return <Skeleton height={480} />;
  const sections = sectionsOf[data.kind];
  const shown = sections.find((name) => name === section) ?? 'overview';
  const Body = bodies[shown];
  return (
    <article>
      <Head image={data} />
      <PageTabs label={t('images.column.image')}>
        {sections.map((name) => (
          <Link
            key={name}
            to="/images/$id/{-$section}"
            params={{ id, section: name === 'overview' ? undefined : name }}
            search={{}}
            resetScroll={false}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {t(`images.section.${name}`)} <SectionCount image={data} section={name} />
          </Link>
        ))}
      </PageTabs>
      <Body image={data} />
    </article>
  );
}

/** How much there is behind a tab; nothing where a number would say nothing. */
function SectionCount({ image, section }: { image: ImageDetail; section: Section }) {
  const format = useFormat();
  const sum = (open: ImageDetail['open']) => Object.values(open).reduce((all, one) => all + one, 0);
  const counts: Partial<Record<Section, number>> = {
    vulnerabilities: sum(image.open),
    packages: image.packages,
    layers: image.layers.length,
    configuration: image.findings.length,
    ...(image.secrets === null ? {} : { secrets: image.secrets.length }),
  };
  const count = counts[section];
  return count === undefined || count === 0 ? null : <span className={classes.count}>{format.compact(count)}</span>;
}

function Head({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tags = image.tags.filter((tag) => tag !== image.name);
  return (
    <header className={classes.head}>
      <Link to="/images" search={{}}>
        ← {t('images.back')}
      </Link>
      <div className={classes.titleLine}>
        <h1 title={image.name}>{calledName(image.name)}</h1>
        <SbomMenu asset={image.id} />
      </div>
      <div className={classes.badges}>
        {image.kind === 'oci.image' ? (
          <TrustBadge trust={image.trust} />
        ) : (
          <span className={badges.chip}>{t(image.kind === 'oci.bom' ? 'images.bom' : 'images.folder')}</span>
        )}
        <DistributionName distribution={image.distribution} />
        <Digest digest={image.id} />
        {image.platform && <span>{image.platform}</span>}
        {image.size !== null && <span>{format.bytes(image.size)}</span>}
        {image.created && (
          <span>
            {t('images.column.created')} <Time at={image.created} />
          </span>
        )}
        <span>
          {t('images.column.scanned')} <Time at={image.scannedAt} />
        </span>
        <span>
          {t('images.column.judged')} <AdvisoryAge judgedAt={image.judgedAt} advisories={image.advisories} />
        </span>
      </div>
      {(tags.length > 0 || image.registry !== 'local') && (
        <ul className={classes.tags}>
          {image.registry !== 'local' && (
            <li>
              <Link to="/images" search={{ registry: image.registry, repository: image.repository }} className="mono">
                {image.registry}/{image.repository}
              </Link>
            </li>
          )}
          {tags.map((tag) => (
            <li key={tag}>
              <code className="mono">{tag}</code>
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

function Digest({ digest }: { digest: string }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button
      size="compact-sm"
      variant="default"
      fw={400}
      rightSection={<Icon size={13} aria-hidden />}
      onClick={() => copy(digest)}
      title={digest}
      aria-label={t('images.copyDigest')}
    >
      <code className="mono">{shortDigest(digest)}</code>
    </Button>
  );
}
