import classes from './Attack.module.css';
import type { Technique } from './matrix.ts';

/** Each state has an outline of its own: a full square, a square with a tick, one struck through, an empty one. */
const drawings: Record<Technique['state'], string> = {
  seen: 'M4 4h6v6H4z',
  covered: 'M3.6 7.2 6 9.6 10.4 4.6',
  silent: 'M2 12 12 2',
  none: '',
};

export function StateMark({ state }: { state: Technique['state'] }) {
  return (
    <svg width={14} height={14} viewBox="0 0 14 14" className={classes.mark} data-state={state} aria-hidden>
      <rect x={1} y={1} width={12} height={12} rx={2.5} />
      {drawings[state] !== '' && <path d={drawings[state]} />}
    </svg>
  );
}
