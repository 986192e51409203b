import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImageDetail } from '../../api/client.ts';
import { JsonTree } from '../../components/JsonTree.tsx';
import story from '../../components/story.module.css';
import { shortDigest } from './columns.tsx';
import { Stage } from './ImageLife.tsx';
import classes from './Images.module.css';
import { TrustBadge } from './marks.tsx';

const kinds = ['cosign', 'cosign-attestation', 'sigstore', 'notation', 'notary', 'unsigned', 'unread'] as const;

/** One thing that lies beside the image, with all that was read of it. */
function Material({ material }: { material: unknown }) {
  const { t } = useTranslation();
  const { kind: given, source } = (material ?? {}) as { kind?: unknown; source?: unknown };
  const kind = kinds.find((one) => one === given);
  return (
    <details className={story.fact}>
      <summary>
        <IconChevronRight size={14} aria-hidden />
        <b>{kind === undefined ? t('images.trustTab.signature') : t(`images.trustTab.kind.${kind}`)}</b>
        <span className="mono">{typeof source === 'string' ? shortDigest(source) : ''}</span>
      </summary>
      <div className={story.factBody}>
        <JsonTree value={material} path="" open={1} />
      </div>
    </details>
  );
}

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
          image.signatures.map((material, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list comes whole from the server and never changes order
            <Material key={position} material={material} />
          ))
        )}
      </section>
    </>
  );
}
