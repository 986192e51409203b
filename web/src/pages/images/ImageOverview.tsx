import { IconAlertTriangle, IconArrowUp, IconKey, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageDetail, Schema } from '../../api/client.ts';
import { affectedPackagesQuery } from '../../api/image-queries.ts';
import { AssetLink } from '../../components/AssetLink.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { RelationList } from '../../components/RelationList.tsx';
import { SeverityBar } from '../../components/SeverityBar.tsx';
import { useFormat } from '../../i18n/format.ts';
import { affectedFilters } from './filters.ts';
import classes from './Images.module.css';

/** Updates shown before a reader asks for all. */
const fewUpdates = 8;

const sum = (open: Schema['SeverityCounts']) => Object.values(open).reduce((all, one) => all + one, 0);

/** What to do first about an image, and how much that mends. */
export function ImageOverview({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = sum(image.open);
  return (
    <div className={classes.page}>
      <div>
        <section className={classes.section}>
          <h2>
            {t('images.overview.answer', {
              count: total,
              n: format.number(total),
              fixable: format.number(image.fixable),
            })}
          </h2>
          <p className={classes.notes}>
            {image.exploited > 0 && (
              <Link
                to="/images/$id/{-$section}"
                params={{ id: image.id, section: 'vulnerabilities' }}
                search={{ exploited: true }}
                className={classes.exploited}
              >
                {t('images.overview.exploited', { count: image.exploited, n: format.number(image.exploited) })}
              </Link>
            )}
            {image.excepted > 0 && (
              <span>{t('images.overview.excepted', { count: image.excepted, n: format.number(image.excepted) })}</span>
            )}
          </p>
          {total > 0 && <SeverityBar open={image.open} wide />}
        </section>
        <FirstSteps image={image} total={total} />
      </div>
      <aside className={classes.aside}>
        <Unknown image={image} />
        <h2>{t('images.overview.where')}</h2>
        {image.running.length === 0 ? (
          <p className="faint">{t('images.notRunning')}</p>
        ) : (
          <ul className={classes.plain}>
            {image.running.map(({ asset, by }) => (
              <li key={asset.id}>
                <AssetLink asset={asset} full />
                {by === 'reference' && <div className={classes.byReference}>{t('images.byReference')}</div>}
              </li>
            ))}
            {image.runningCount > image.running.length && (
              <li className="faint">{t('images.places', { count: image.runningCount })}</li>
            )}
          </ul>
        )}
        {image.relations.length > 0 && (
          <>
            <h2>{t('images.relations')}</h2>
            <RelationList relations={image.relations} />
          </>
        )}
      </aside>
    </div>
  );
}

function FirstSteps({ image, total }: { image: ImageDetail; total: number }) {
  const { t } = useTranslation();
  const { data } = useQuery(affectedPackagesQuery({ ...affectedFilters(image.id, {}), fixable: 'true' }));
  const updates = data?.groups.filter(({ update }) => update !== null) ?? [];
  const ended = image.distribution?.ended === true;
  const secrets = image.secrets?.length ?? 0;
  const [lowest] = image.layers;
  const base = lowest !== undefined && image.layers.length > 1 && sum(lowest.open) > 0 ? lowest : undefined;
  const nothing = data !== undefined && updates.length === 0 && !ended && secrets === 0 && base === undefined;
  return (
    <section className={classes.section}>
      <h2>{t('images.overview.first')}</h2>
      {nothing && <p>{t('images.overview.nothing')}</p>}
      <ol className={classes.steps}>
        {ended && <EndOfLifeStep image={image} />}
        {base && <BaseStep image={image} layer={base} total={total} />}
        {secrets > 0 && (
          <Step icon={IconKey}>
            <Link to="/images/$id/{-$section}" params={{ id: image.id, section: 'secrets' }} search={{}}>
              {t('images.overview.secrets', { count: secrets })}
            </Link>
          </Step>
        )}
        {updates.slice(0, fewUpdates).map((group) => (
          <Step key={`${group.purl} ${group.paths[0] ?? ''}`} icon={IconArrowUp} mends={group.mends} open={group.open}>
            <PanelLink kind="package" id={group.purl}>
              {t('images.overview.update', { name: group.name, from: group.installed, to: group.update ?? '' })}
            </PanelLink>
          </Step>
        ))}
      </ol>
      {total > 0 && (
        <p>
          <Link
            to="/images/$id/{-$section}"
            params={{ id: image.id, section: 'vulnerabilities' }}
            search={{ group: 'package' }}
          >
            {t('images.overview.all')} →
          </Link>
        </p>
      )}
    </section>
  );
}

interface StepProps {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  mends?: number;
  open?: Schema['SeverityCounts'];
  children: ReactNode;
}

function Step({ icon: Icon, mends, open, children }: StepProps) {
  const { t } = useTranslation();
  return (
    <li className={classes.firstStep}>
      <Icon size={16} stroke={1.8} aria-hidden />
      <div>{children}</div>
      {open && <SeverityBar open={open} />}
      {mends !== undefined && mends > 0 && (
        <span className={classes.mends}>{t('images.overview.mends', { count: mends })}</span>
      )}
    </li>
  );
}

function EndOfLifeStep({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name = '', endOfLife = null } = image.distribution ?? {};
  return (
    <Step icon={IconAlertTriangle}>
      <b>{t('images.overview.moveTo')}</b>
      {endOfLife && <p>{t('images.overview.moveText', { name, day: format.date(endOfLife) })}</p>}
    </Step>
  );
}

/** The lowest layer is what the image was built on, at the least. */
function BaseStep({ image, layer, total }: { image: ImageDetail; layer: Schema['ImageLayer']; total: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(affectedPackagesQuery(affectedFilters(image.id, { layer: layer.diffId })));
  if (data === undefined) return null;
  const brought = sum(layer.open);
  const mends = data.groups.reduce((all, group) => all + group.mends, 0);
  const words = { count: brought, n: format.number(brought), total: format.number(total), mends: format.number(mends) };
  return (
    <Step icon={IconStack2} mends={mends}>
      <b>{t('images.overview.base')}</b>
      <p>
        {mends === 0 ? t('images.overview.baseUnfixed', words) : t('images.overview.baseText', words)}{' '}
        <Link
          to="/images/$id/{-$section}"
          params={{ id: image.id, section: 'vulnerabilities' }}
          search={{ layer: layer.diffId, group: 'package' }}
        >
          {t('act.more')}
        </Link>
      </p>
    </Step>
  );
}

/** What nobody can tell of an image's software; it stands beside what is known. */
export function Unknown({ image }: { image: Pick<ImageDetail, 'unjudged' | 'unread'> }) {
  const { t } = useTranslation();
  return (
    <>
      {image.unjudged.length > 0 && (
        <div className={classes.unknownBox}>
          <h2>{t('images.overview.unjudged')}</h2>
          <p>{t('images.overview.unjudgedText')}</p>
          <ul className={classes.plain}>
            {image.unjudged.map(({ ecosystem, code, packages, examples }) => (
              <li key={`${ecosystem} ${code}`} title={examples.join('\n')}>
                {ecosystem && <code className="mono">{ecosystem}</code>}{' '}
                {t('images.overview.packages', { count: packages })}: {t(`images.overview.code.${code}`)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {image.unread.length > 0 && (
        <div className={classes.unknownBox}>
          <h2>{t('images.overview.unread')}</h2>
          <p>{t('images.overview.unreadText')}</p>
          <ul className={classes.plain}>
            {image.unread.map(({ path, code, reason }) => (
              <li key={path} title={reason}>
                <code className="mono">{path}</code> {code}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
