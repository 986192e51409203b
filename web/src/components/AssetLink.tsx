import { useTranslation } from 'react-i18next';
import type { AssetRef } from '../api/client.ts';
import { useText } from '../i18n/format.ts';
import classes from './AssetLink.module.css';
import { categoryIcons } from './kinds.ts';
import { PanelLink } from './PanelLink.tsx';
import { useAccountName } from './useAccountName.ts';

interface Props {
  asset: Pick<AssetRef, 'id' | 'name' | 'kindTitle' | 'account' | 'region' | 'category'>;
  /** Two lines: kind, account and region below the name. */
  full?: boolean;
  /** Plain text, where the whole row is a link already. */
  plain?: boolean;
}

/** An asset wherever it is named: picture of its category, name, and where it is. */
export function AssetLink({ asset, full = false, plain = false }: Props) {
  const text = useText();
  const Icon = categoryIcons[asset.category];
  const place = usePlace(asset);
  const accountName = useAccountName();
  // An account is an asset too, and people know it by its name.
  const name = asset.name === asset.account ? accountName(asset.account) : asset.name;
  return (
    <span className={classes.asset} title={`${text(asset.kindTitle)} · ${asset.id}`}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <span className={classes.words}>
        {plain ? (
          <span className="clip">{name}</span>
        ) : (
          <PanelLink kind="asset" id={asset.id} className="clip">
            {name}
          </PanelLink>
        )}
        {full && (
          <span className={`clip ${classes.place}`}>
            {text(asset.kindTitle)} · {place}
          </span>
        )}
      </span>
    </span>
  );
}

/** "payments · ap-northeast-2" */
export function usePlace(asset: { account: string; region: string }): string {
  const { t } = useTranslation();
  const name = useAccountName();
  const region = asset.region === 'global' ? t('inventory.global') : asset.region;
  return asset.account === '' ? region : `${name(asset.account)} · ${region}`;
}
