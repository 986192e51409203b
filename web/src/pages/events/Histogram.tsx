import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ticks } from '../../components/ticks.ts';
import { useFormat } from '../../i18n/format.ts';
import classes from './Events.module.css';

interface Props {
  steps: readonly { at: string; count: number }[];
  /** Somebody wants to look into one step. */
  onStep: (from: string, to: string) => void;
}

const height = 96;
const margin = { top: 6, right: 4, bottom: 18, left: 40 };

/** Matching events over time; each bar is the way into its step. */
export function Histogram({ steps, onStep }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number>();
  const [first, second] = steps;
  const last = steps.at(-1);
  if (first === undefined || second === undefined || last === undefined) return <div className={classes.histogram} />;

  const length = Date.parse(second.at) - Date.parse(first.at);
  const endOf = (step: { at: string }) => new Date(Date.parse(step.at) + length).toISOString();
  const most = Math.max(...steps.map(({ count }) => count));
  const scale = ticks(most, 2);
  const top = scale.at(-1) ?? 1;
  const inner = { width: Math.max(0, width - margin.left - margin.right), height: height - margin.top - margin.bottom };
  const stepWidth = inner.width / steps.length;
  const y = (count: number) => margin.top + inner.height * (1 - count / top);
  const indexOf = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - margin.left;
    return Math.max(0, Math.min(steps.length - 1, Math.floor(left / Math.max(1, stepWidth))));
  };
  const shown = at === undefined ? undefined : steps[at];
  const middle = at === undefined ? 0 : margin.left + (at + 0.5) * stepWidth;
  return (
    <div ref={ref} className={classes.histogram}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={t('events.histogram', {
          from: format.dateTime(first.at),
          to: format.dateTime(endOf(last)),
          n: format.number(steps.reduce((sum, { count }) => sum + count, 0)),
          most: format.number(most),
        })}
        onPointerMove={(event) => setAt(indexOf(event))}
        onPointerLeave={() => setAt(undefined)}
        onPointerUp={(event) => {
          const step = steps[indexOf(event)];
          if (step !== undefined && step.count > 0 && event.button === 0) onStep(step.at, endOf(step));
        }}
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
        {steps.map((step, index) =>
          step.count === 0 ? null : (
            <rect
              key={step.at}
              x={margin.left + index * stepWidth + stepWidth * 0.12}
              y={Math.min(y(step.count), y(0) - 1.5)}
              width={Math.max(1, stepWidth * 0.76)}
              height={Math.max(1.5, y(0) - y(step.count))}
              data-at={index === at || undefined}
            />
          ),
        )}
        <text x={margin.left} y={height - 3}>
          {format.stamp(first.at)}
        </text>
        <text x={margin.left + inner.width} y={height - 3} textAnchor="end">
          {format.stamp(endOf(last))}
        </text>
      </svg>
      {shown && (
        <div className={classes.tip} style={middle > width / 2 ? { right: width - middle + 8 } : { left: middle + 8 }}>
          <b>{format.number(shown.count)}</b> {format.stamp(shown.at)} – {format.stamp(endOf(shown))}
          {shown.count > 0 && <span className="faint">{t('events.histogramHint')}</span>}
        </div>
      )}
    </div>
  );
}
