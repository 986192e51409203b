import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schema } from '../../api/client.ts';
import { Bar, useStateParts } from '../../components/StatusBar.tsx';
import { useText } from '../../i18n/format.ts';
import classes from './CompliancePage.module.css';
import { StateChip } from './StateChip.tsx';
import { type Requirement, wayTo } from './tree.ts';

interface Props {
  tree: readonly Requirement[];
  /** Id of the requirement whose details are open. */
  open: string | undefined;
  /** All sections unfolded at first. */
  unfolded: boolean;
  onOpen: (id: string) => void;
}

/** Sections that fold, requirements that open. */
export function RequirementTree({ tree, open, unfolded, onOpen }: Props) {
  const way = open === undefined ? [] : (wayTo(tree, open) ?? []);
  return (
    <ul className={classes.tree}>
      {tree.map((node) => (
        <Node
          key={node.id}
          node={node}
          depth={0}
          open={open}
          way={way}
          unfolded={unfolded || tree.length < 6}
          onOpen={onOpen}
        />
      ))}
    </ul>
  );
}

interface NodeProps extends Omit<Props, 'tree'> {
  node: Requirement;
  depth: number;
  way: readonly string[];
}

function Node({ node, depth, way, open, unfolded, onOpen }: NodeProps) {
  const text = useText();
  const section = node.type === 'section';
  const [shown, setShown] = useState(unfolded || way.includes(node.id));
  return (
    <li>
      <button
        type="button"
        className={classes.node}
        style={{ '--depth': depth } as React.CSSProperties}
        data-section={section || undefined}
        data-open={node.id === open || undefined}
        aria-expanded={section ? shown : undefined}
        onClick={() => (section ? setShown(!shown) : onOpen(node.id))}
      >
        {section ? <IconChevronRight size={15} aria-hidden /> : <span />}
        <span className={classes.nodeName}>
          <b>{node.id}</b>
          <span>{text(node.title)}</span>
        </span>
        <span className={classes.nodeBar}>{section && <SectionBar counts={node.counts} />}</span>
        <span className={classes.nodeState}>
          <StateChip state={node.state} />
        </span>
      </button>
      {section && shown && (
        <ul>
          {node.children.map((child) => (
            <Node
              key={child.id}
              node={child}
              depth={depth + 1}
              open={open}
              way={way}
              unfolded={unfolded && depth < 1}
              onOpen={onOpen}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function SectionBar({ counts }: { counts: Schema['RequirementCounts'] }) {
  return <Bar parts={useStateParts(counts)} />;
}
