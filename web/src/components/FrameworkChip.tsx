import { Link } from '@tanstack/react-router';
import type { Schema } from '../api/client.ts';
import { useText } from '../i18n/format.ts';
import classes from './badges.module.css';

/** The requirements of one framework that a control speaks to, each a link to where it stands. */
export function FrameworkChips({ mapping }: { mapping: Schema['FrameworkMapping'] }) {
  const text = useText();
  return mapping.requirements.map((requirement) => (
    <Link
      key={requirement.id}
      to="/compliance/$framework"
      params={{ framework: mapping.framework }}
      search={{ requirement: requirement.id }}
      className={classes.chip}
      title={text(requirement.title)}
    >
      <span className="clip">{text(mapping.title)}</span>
      <b>{requirement.id}</b>
    </Link>
  ));
}
