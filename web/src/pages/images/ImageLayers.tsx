import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ImageDetail, Schema } from '../../api/client.ts';
import { SeverityBar } from '../../components/SeverityBar.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Images.module.css';

/** What each layer brought, from the lowest to the top. */
export function ImageLayers({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  if (image.layers.length === 0) return <p className="faint">{t('images.layers.none')}</p>;
  const largest = Math.max(...image.layers.map(({ size }) => size));
  return (
    <section className={classes.section}>
      <p>{t('images.layers.about')}</p>
      <ol className={classes.layers}>
        {image.layers.map((layer, position) => (
          <Layer
            key={`${layer.diffId} ${layer.digest}`}
            image={image}
            layer={layer}
            n={position + 1}
            largest={largest}
          />
        ))}
      </ol>
    </section>
  );
}

interface LayerProps {
  image: ImageDetail;
  layer: Schema['ImageLayer'];
  n: number;
  largest: number;
}

function Layer({ image, layer, n, largest }: LayerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const instruction = layer.createdBy?.replace(/^\/bin\/sh -c (#\(nop\)\s*)?/, '').trim() ?? '';
  return (
    <li className={classes.layer}>
      <div className={classes.layerHead}>
        <b>{t('images.layers.layer', { n })}</b>
        <span
          className={classes.size}
          style={{ '--share': `${(100 * layer.size) / Math.max(1, largest)}%` } as React.CSSProperties}
        >
          <i aria-hidden />
          {format.bytes(layer.size)}
        </span>
      </div>
      <div>
        <code className={`mono ${classes.instruction}`} title={layer.digest}>
          {instruction === '' ? layer.digest : instruction}
        </code>
        <dl className={classes.brought}>
          {(['packages', 'secrets', 'files'] as const).map(
            (what) =>
              layer[what] > 0 && (
                <div key={what}>
                  <dt>{t(`images.layers.${what}`)}</dt>
                  <dd>{format.number(layer[what])}</dd>
                </div>
              ),
          )}
        </dl>
      </div>
      <Link
        to="/images/$id/{-$section}"
        params={{ id: image.id, section: 'vulnerabilities' }}
        search={{ layer: layer.diffId }}
        className={classes.layerOpen}
        aria-label={`${t('images.layers.open')}: ${t('images.layers.layer', { n })}`}
      >
        <SeverityBar open={layer.open} />
      </Link>
    </li>
  );
}
