import { useQuery } from '@tanstack/react-query';
import { type GeoPermissibleObjects, geoEqualEarth, geoPath } from 'd3-geo';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import worldUrl from 'world-atlas/land-110m.json?url';
import { severities } from '../../api/words.ts';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { markRadius, type Region, regionState, regionStates, unwanted } from './regions.ts';
import classes from './WorldMap.module.css';

/** The drawing's own units; it scales with its box. The poles, where no region is, are cut off. */
const size = { width: 1000, height: 430 };
const projection = geoEqualEarth()
  .rotate([-11, 0])
  .scale(188)
  .translate([size.width / 2, 238]);
const path = geoPath(projection);

interface Props {
  regions: readonly Region[];
  chosen: string | undefined;
  onChoose: (region: string) => void;
}

/** Every region on the map: a mark tells what it is, its size how much is there. Marks are buttons. */
export function WorldMap({ regions, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const [pointed, setPointed] = useState<string>();
  const { data: land } = useQuery({
    queryKey: ['world'],
    queryFn: async () => {
      const world = (await (await fetch(worldUrl)).json()) as Topology;
      const shape = world.objects['land'];
      return shape ? (path(feature(world, shape) as GeoPermissibleObjects) ?? '') : '';
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const places = useMemo(() => placed(regions), [regions]);
  const most = Math.max(1, ...regions.map(({ assets }) => assets));
  const nowhere = regions.filter(({ location, assets }) => location === null && assets > 0);
  const shown = places.find(({ region }) => region.name === pointed);

  return (
    <div className={classes.layout}>
      <div className={classes.frame}>
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: the section around it has the name; a title would follow the pointer */}
        <svg className={classes.map} viewBox={`0 0 ${size.width} ${size.height}`}>
          {land && <path d={land} className={classes.land} />}
          {places.map(({ region, x, y }) => (
            <Mark
              key={region.name}
              region={region}
              x={x}
              y={y}
              radius={markRadius(region.assets, most)}
              chosen={region.name === chosen}
              onChoose={() => onChoose(region.name)}
              onPoint={setPointed}
            />
          ))}
        </svg>
        {shown && <Tip region={shown.region} x={shown.x} y={shown.y} />}
      </div>
      <div>
        <Legend regions={regions} />
        <FullestRegions regions={regions} chosen={chosen} onChoose={onChoose} />
        {nowhere.length > 0 && (
          <p className={classes.nowhere}>
            {t('inventory.map.nowhere', { names: nowhere.map(({ name }) => name).join(', ') })}
          </p>
        )}
      </div>
    </div>
  );
}

/** Regions with their place in the drawing, the fullest first, so that small marks lie on top of large ones. */
function placed(regions: readonly Region[]): { region: Region; x: number; y: number }[] {
  return regions
    .flatMap((region) => {
      const point = region.location && projection([region.location.lon, region.location.lat]);
      return point ? [{ region, x: point[0], y: point[1] }] : [];
    })
    .sort((a, b) => b.region.assets - a.region.assets);
}

interface MarkProps {
  region: Region;
  x: number;
  y: number;
  radius: number;
  chosen: boolean;
  onChoose: () => void;
  onPoint: (name: string | undefined) => void;
}

function Mark({ region, x, y, radius, chosen, onChoose, onPoint }: MarkProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const state = regionState(region);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onChoose();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button element inside SVG
    <g
      className={classes.mark}
      data-state={state}
      data-chosen={chosen || undefined}
      transform={`translate(${x} ${y})`}
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      aria-label={[
        region.name,
        region.location ? text(region.location.city) : '',
        t(`inventory.map.state.${state}`),
        t('inventory.map.assets', { count: region.assets, n: format.number(region.assets) }),
      ].join(', ')}
      onClick={onChoose}
      onKeyDown={press}
      onPointerEnter={() => onPoint(region.name)}
      onPointerLeave={() => onPoint(undefined)}
      onFocus={() => onPoint(region.name)}
      onBlur={() => onPoint(undefined)}
    >
      <circle r={Math.max(radius, 12)} className={classes.target} />
      {chosen && <circle r={radius + 5} className={classes.ring} />}
      <Shape state={state} radius={radius} />
    </g>
  );
}

/** Each state has a shape of its own. */
function Shape({ state, radius }: { state: ReturnType<typeof regionState>; radius: number }) {
  const r = radius;
  switch (state) {
    case 'unwanted':
      return <path d={`M0 ${-r * 1.15}L${r * 1.1} ${r * 0.8}H${-r * 1.1}Z`} />;
    case 'forbidden':
      return <path d="M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5" />;
    case 'unknown':
      return <rect x={-3.5} y={-3.5} width={7} height={7} />;
    default:
      return <circle r={r} />;
  }
}

function Tip({ region, x, y }: { region: Region; x: number; y: number }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const worst = severities.filter((severity) => region.open[severity] > 0).slice(0, 3);
  return (
    <div
      className={classes.tip}
      data-side={x > size.width * 0.7 ? 'left' : 'right'}
      style={{ left: `${(x / size.width) * 100}%`, top: `${(y / size.height) * 100}%` }}
    >
      <b>{region.name}</b>
      {region.location && <span className="faint">{text(region.location.city)}</span>}
      <span>{t('inventory.map.assets', { count: region.assets, n: format.number(region.assets) })}</span>
      {worst.length > 0 && (
        <span className={classes.worst}>
          {worst.map((severity) => (
            <span key={severity}>
              <SeverityMark severity={severity} size={10} /> {format.number(region.open[severity])}
            </span>
          ))}
        </span>
      )}
      <span className={classes.stateText} data-state={regionState(region)}>
        {t(`inventory.map.state.${regionState(region)}`)}
      </span>
    </div>
  );
}

function Legend({ regions }: { regions: readonly Region[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = regionStates
    .map((state) => ({ state, count: regions.filter((region) => regionState(region) === state).length }))
    .filter(({ count }) => count > 0);
  return (
    <ul className={classes.legend}>
      {counts.map(({ state, count }) => (
        <li key={state}>
          <svg width={16} height={16} viewBox="-8 -8 16 16" aria-hidden>
            <g className={classes.mark} data-state={state}>
              <Shape state={state} radius={state === 'free' || state === 'off' ? 4 : 5.5} />
            </g>
          </svg>
          {t(`inventory.map.state.${state}`)} <b>{format.number(count)}</b>
        </li>
      ))}
    </ul>
  );
}

/** Regions named beside the map: those with assets where none are allowed, then the fullest. */
const named = 7;

function FullestRegions({ regions, chosen, onChoose }: Props) {
  const text = useText();
  const format = useFormat();
  const fullest = regions
    .filter(({ assets }) => assets > 0)
    .sort((a, b) => Number(unwanted(b)) - Number(unwanted(a)) || b.assets - a.assets)
    .slice(0, named);
  return (
    <ul className={classes.fullest}>
      {fullest.map((region) => (
        <li key={region.name}>
          <button
            type="button"
            aria-pressed={region.name === chosen}
            data-state={regionState(region)}
            onClick={() => onChoose(region.name)}
          >
            <span className="clip">
              {region.name} {region.location && <span className="faint">{text(region.location.city)}</span>}
            </span>
            <b className="figures">{format.number(region.assets)}</b>
          </button>
        </li>
      ))}
    </ul>
  );
}
