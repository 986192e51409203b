import { IconKeyOff, IconQuestionMark } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImageDetail, Schema } from '../../api/client.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import classes from './Images.module.css';

const places = ['file', 'env', 'history', 'label'] as const;

/** Secrets in an image, masked. */
export function ImageSecrets({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  if (image.secrets === null) {
    return (
      <EmptyState icon={IconQuestionMark} title={t('images.secrets.unknown')}>
        {t('images.secrets.unknownText')}
      </EmptyState>
    );
  }
  if (image.secrets.length === 0) {
    return (
      <EmptyState icon={IconKeyOff} title={t('images.secrets.none')}>
        {t('images.secrets.noneText')}
      </EmptyState>
    );
  }
  return (
    <section className={classes.section}>
      <p>{t('images.secrets.about')}</p>
      <ul className={classes.secrets}>
        {image.secrets.map((secret, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list comes whole from the server and never changes order
          <Secret key={position} secret={secret} image={image} />
        ))}
      </ul>
    </section>
  );
}

function Secret({ secret, image }: { secret: Schema['ImageSecret']; image: ImageDetail }) {
  const { t } = useTranslation();
  const where = places.find((place) => place === secret.where);
  const layer = image.layers.findIndex(({ diffId }) => diffId === secret.layer);
  const parts = [
    where === undefined ? secret.where : t(`images.secrets.where.${where}`),
    secret.detector,
    ...(secret.line === null ? [] : [t('images.secrets.line', { n: secret.line })]),
    ...(layer < 0 ? [] : [t('images.layers.layer', { n: layer + 1 })]),
  ];
  return (
    <li>
      <code className={`mono ${classes.place}`}>{secret.place}</code>
      <code className={`mono ${classes.masked}`}>{secret.masked}</code>
      <span className="faint">{parts.join(' · ')}</span>
      {secret.hidden && <span className={classes.old}>{t('images.secrets.hidden')}</span>}
    </li>
  );
}
