import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AssetDetail } from '../../api/client.ts';
import { assetQuery } from '../../api/queries.ts';
import { usePlace } from '../../components/AssetLink.tsx';
import badges from '../../components/badges.module.css';
import { DetailPanel } from '../../components/DetailPanel.tsx';
import { JsonTree } from '../../components/JsonTree.tsx';
import { categoryIcons } from '../../components/kinds.ts';
import { PanelLink } from '../../components/PanelLink.tsx';
import { shortDiscriminator } from '../../components/packageName.ts';
import { RelationList } from '../../components/RelationList.tsx';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import { AssetHistory } from './AssetHistory.tsx';
import classes from './AssetPanel.module.css';
import { splitUnknown } from './unknown.ts';

/** Findings named in the panel; all of them are behind the link. */
const most = 50;

/** One asset: what it is, what is wrong with it, what it belongs to, what it was. */
export function AssetPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <DetailPanel label={t('inventory.one')} id={id} onClose={onClose} query={useQuery(assetQuery(id))}>
      {(asset) => <AssetStory asset={asset} />}
    </DetailPanel>
  );
}

/** The way to what an image or host is made of, which has a place of its own. */
function Software({ asset: { id, kind } }: { asset: AssetDetail }) {
  const { t } = useTranslation();
  if (kind === 'oci.image' || kind === 'oci.bom' || kind === 'code.folder') {
    return (
      <p className={classes.software}>
        <Link to="/images/$id/{-$section}" params={{ id }} search={{}}>
          {t('inventory.toImage')} →
        </Link>
      </p>
    );
  }
  if (kind !== 'host.linux') return null;
  return (
    <p className={classes.software}>
      <PanelLink kind="host" id={id}>
        {t('inventory.toHost')} →
      </PanelLink>
    </p>
  );
}

function AssetStory({ asset }: { asset: AssetDetail }) {
  const { t } = useTranslation();
  const text = useText();
  const place = usePlace(asset);
  const Icon = categoryIcons[asset.category];
  const tags = Object.entries(asset.tags);
  const { known, unknown } = splitUnknown(asset.data);
  const open = asset.findings.filter(({ status }) => status === 'open');
  // An image may have more than come with it.
  const count = Math.max(
    open.length,
    Object.values(asset.open).reduce((sum, one) => sum + one, 0),
  );
  return (
    <article>
      <p className={classes.kind}>
        <Icon size={16} stroke={1.7} aria-hidden />
        {text(asset.kindTitle)} · {place}
      </p>
      <h2 className={classes.name}>{asset.name}</h2>
      <code className={`mono ${classes.id}`}>{asset.id}</code>
      <Software asset={asset} />
      <dl className={classes.facts}>
        <div>
          <dt>{t('column.firstSeen')}</dt>
          <dd>
            <Time at={asset.firstSeen} />
          </dd>
        </div>
        <div>
          <dt>{t('column.lastSeen')}</dt>
          <dd>
            <Time at={asset.lastSeen} />
          </dd>
        </div>
        {asset.goneAt && (
          <div>
            <dt>{t('inventory.goneAt')}</dt>
            <dd>
              <Time at={asset.goneAt} />
            </dd>
          </div>
        )}
      </dl>
      {tags.length > 0 && (
        <div className={classes.tags}>
          {tags.map(([key, value]) => (
            <Link
              key={key}
              to="/inventory"
              search={{ tag: value === '' ? key : `${key}=${value}` }}
              className={badges.chip}
              title={t('inventory.sameTag')}
            >
              <span>{key}</span>
              {value !== '' && <b className="clip">{value}</b>}
            </Link>
          ))}
        </div>
      )}
      <PanelSection
        title={t('inventory.openFindings', { count })}
        aside={
          <Link to="/findings" search={{ asset: asset.id, status: 'all' }}>
            {t('overview.allFindings')}
          </Link>
        }
      >
        {open.length === 0 ? (
          <p>{t('inventory.noFindings')}</p>
        ) : (
          <ul className={classes.findings}>
            {open.slice(0, most).map((finding) => (
              <li key={finding.id}>
                <SeverityMark severity={finding.severity} />
                <PanelLink kind="finding" id={finding.id}>
                  {text(finding.title)}
                </PanelLink>
                {finding.discriminator && (
                  <code className="mono faint clip" title={finding.discriminator}>
                    {shortDiscriminator(finding)}
                  </code>
                )}
              </li>
            ))}
          </ul>
        )}
      </PanelSection>
      {asset.relations.length > 0 && (
        <PanelSection title={t('inventory.relations')}>
          <RelationList relations={asset.relations} />
        </PanelSection>
      )}
      <PanelSection title={t('inventory.data')}>
        <JsonTree value={known} />
      </PanelSection>
      {unknown.length > 0 && (
        <PanelSection title={t('inventory.unknown')}>
          <p>{t('inventory.unknownText')}</p>
          <table className={classes.unknown}>
            <tbody>
              {unknown.map(({ field, operation, code }) => (
                <tr key={field}>
                  <th>{field}</th>
                  <td>
                    <code className="mono">{operation}</code>
                  </td>
                  <td>{code === 'NotCollected' ? t('inventory.notAsked') : code}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </PanelSection>
      )}
      <AssetHistory history={asset.history} />
    </article>
  );
}
