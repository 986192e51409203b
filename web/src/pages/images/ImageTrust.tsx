import { useTranslation } from 'react-i18next';
import type { ImageDetail } from '../../api/client.ts';
import { JsonTree } from '../../components/JsonTree.tsx';
import { Stage } from './ImageLife.tsx';
import classes from './Images.module.css';
import { TrustBadge } from './marks.tsx';

/** Whom an image comes from, and how far that is proven. */
export function ImageTrust({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  const stages = image.life.filter(({ stage, known }) => known && (stage === 'built' || stage === 'signed'));
  return (
    <>
      <section className={classes.section}>
        <p className={classes.verdict}>
          <TrustBadge trust={image.trust} /> {t(`images.trustText.${image.trust}`)}
        </p>
      </section>
      <section className={classes.section}>
        <h2>{t('images.trustTab.provenance')}</h2>
        {stages.length === 0 ? (
          <p>{t('images.trustTab.noProvenance')}</p>
        ) : (
          <ol className={classes.life}>
            {stages.map((stage) => (
              <Stage key={stage.stage} stage={stage} />
            ))}
          </ol>
        )}
      </section>
      <section className={classes.section}>
        <h2>{t('images.trustTab.signatures')}</h2>
        {image.signatures === null ? (
          <p>{t('images.trustTab.unknown')}</p>
        ) : image.signatures.length === 0 ? (
          <p>{t('images.trustTab.none')}</p>
        ) : (
          <JsonTree value={image.signatures} path="signatures" open={2} />
        )}
      </section>
    </>
  );
}
