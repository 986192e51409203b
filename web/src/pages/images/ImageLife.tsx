import {
  IconFlask,
  IconHammer,
  IconPlayerPlay,
  IconQuestionMark,
  IconShieldCheck,
  IconSignature,
  IconUpload,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImageDetail, Schema } from '../../api/client.ts';
import { AssetLink } from '../../components/AssetLink.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import classes from './Images.module.css';

const icons = {
  built: IconHammer,
  tested: IconFlask,
  signed: IconSignature,
  pushed: IconUpload,
  deployed: IconPlayerPlay,
} satisfies Record<Schema['LifeStage']['stage'], unknown>;

/** An image's way from building to where it runs; what nobody tells of is said so. */
export function ImageLife({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section}>
      <p>{t('images.life.about')}</p>
      <ol className={classes.life}>
        {image.life.map((stage) => (
          <Stage key={stage.stage} stage={stage} />
        ))}
      </ol>
      {image.running.length > 0 && (
        <ul className={classes.plain}>
          {image.running.map(({ asset }) => (
            <li key={asset.id}>
              <AssetLink asset={asset} full />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** One step of an image's life, with who says so. */
export function Stage({ stage }: { stage: Schema['LifeStage'] }) {
  const { t } = useTranslation();
  const text = useText();
  const Icon = icons[stage.stage];
  const { known, at, by, where, source, proven } = stage;
  return (
    <li className={classes.stage} data-known={known}>
      <span className={classes.stageIcon} aria-hidden>
        {known ? <Icon size={16} stroke={1.8} /> : <IconQuestionMark size={16} stroke={1.8} />}
      </span>
      <div>
        <b>{t(`images.life.stage.${stage.stage}`)}</b>{' '}
        {known ? at && <Time at={at} exact /> : <span className={classes.unknown}>{t('images.life.unknown')}</span>}
        {known && (by ?? where) && (
          <p>
            {[by && t('images.life.by', { by }), where && t('images.life.at', { where })].filter(Boolean).join(' · ')}
          </p>
        )}
        <p className="faint">
          {text(source)}
          {known && (
            <>
              {' · '}
              {proven && <IconShieldCheck size={12} stroke={2.2} aria-hidden />}{' '}
              {t(proven ? 'images.life.proven' : 'images.life.said')}
            </>
          )}
        </p>
      </div>
    </li>
  );
}
