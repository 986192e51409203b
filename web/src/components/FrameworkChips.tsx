import { Link } from '@tanstack/react-router';
import type { Schema } from '../api/client.ts';
import { useText } from '../i18n/format.ts';
import badges from './badges.module.css';

/** Every requirement a control speaks to, framework by framework, each a link to where it stands. */
export function FrameworkChips({ mappings }: { mappings: readonly Schema['FrameworkMapping'][] }) {
  const text = useText();
  return mappings.map(({ framework, title, requirements }) => (
    <div key={framework} className={badges.framework}>
      <span>{text(title)}</span>
      <div>
        {requirements.map((requirement) => (
          <Link
            key={requirement.id}
            to="/compliance/$framework"
            params={{ framework }}
            search={{ requirement: requirement.id }}
            className={badges.chip}
            title={text(requirement.title)}
          >
            {requirement.id}
          </Link>
        ))}
      </div>
    </div>
  ));
}
