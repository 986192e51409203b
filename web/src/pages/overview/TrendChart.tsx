import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { severities } from '../../api/words.ts';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { ticks } from '../../components/ticks.ts';
import { useFormat } from '../../i18n/format.ts';
import classes from './TrendChart.module.css';
import { layers } from './trend.ts';

type Day = Schema['Overview']['trend'][number];

const height = 168;
const margin = { top: 8, right: 4, bottom: 20, left: 36 };

/** A rectangle around `middle`, from `top` to `bottom`; nothing where they meet. */
function bar(middle: number, top: number, bottom: number, width: number): string {
  return bottom - top < 0.01 ? '' : `M${middle - width / 2},${bottom}V${top}h${width}V${bottom}Z`;
}

/** Open findings by day, severities stacked with the worst at the bottom, where its own length is easiest to read. */
export function TrendChart({ trend }: { trend: readonly Day[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number>();

  const stacked = layers(trend.map(({ open }) => open));
  const scale = ticks(Math.max(0, ...(stacked.at(-1)?.upper ?? [])));
  const top = scale.at(-1) ?? 1;
  const inner = { width: Math.max(0, width - margin.left - margin.right), height: height - margin.top - margin.bottom };
  const step = inner.width / Math.max(1, trend.length);
  /** Middle of a day. */
  const x = (index: number) => margin.left + (index + 0.5) * step;
  const y = (count: number) => margin.top + inner.height * (1 - count / top);
  const barWidth = Math.max(2, Math.min(18, step * 0.72));
  const day = at === undefined ? undefined : trend[at];

  const point = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - margin.left;
    const index = Math.floor(left / Math.max(1, step));
    setAt(Math.max(0, Math.min(trend.length - 1, index)));
  };

  const first = trend[0];
  const last = trend.at(-1);
  if (first === undefined || last === undefined) return <p className={classes.none}>{t('overview.trend.none')}</p>;
  return (
    <div ref={ref} className={classes.chart}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={t('overview.trend.label', {
          from: format.date(first.day),
          to: format.date(last.day),
          n: format.number(severities.reduce((sum, severity) => sum + last.open[severity], 0)),
        })}
        onPointerMove={point}
        onPointerLeave={() => setAt(undefined)}
      >
        {scale.map((count) => (
          <g key={count}>
            <line
              x1={margin.left}
              x2={margin.left + inner.width}
              y1={y(count)}
              y2={y(count)}
              className={classes.grid}
            />
            <text x={margin.left - 8} y={y(count) + 4} textAnchor="end">
              {format.compact(count)}
            </text>
          </g>
        ))}
        {stacked.map(({ severity, lower, upper }) => (
          <path
            key={severity}
            data-severity={severity}
            d={trend.map((_, index) => bar(x(index), y(upper[index] ?? 0), y(lower[index] ?? 0), barWidth)).join('')}
          />
        ))}
        <text x={margin.left} y={height - 4}>
          {format.shortDate(first.day)}
        </text>
        <text x={margin.left + inner.width} y={height - 4} textAnchor="end">
          {format.shortDate(last.day)}
        </text>
        {at !== undefined && (
          <line x1={x(at)} x2={x(at)} y1={margin.top} y2={margin.top + inner.height} className={classes.cursor} />
        )}
      </svg>
      {day && at !== undefined && (
        <div className={classes.tip} style={x(at) > width / 2 ? { right: width - x(at) + 10 } : { left: x(at) + 10 }}>
          <b>{format.date(day.day)}</b>
          {severities.map((severity) => (
            <span key={severity}>
              <SeverityMark severity={severity} size={10} />
              {t(`severity.${severity}`)} <i>{format.number(day.open[severity])}</i>
            </span>
          ))}
          <span className={classes.flow}>
            {t('overview.trend.flow', { opened: format.number(day.opened), resolved: format.number(day.resolved) })}
          </span>
        </div>
      )}
    </div>
  );
}
