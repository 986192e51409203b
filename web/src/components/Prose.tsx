import classes from './Prose.module.css';
import { blocks, spans } from './prose.ts';

/** A text of a control or requirement, with its paragraphs, steps and code. */
export function Prose({ text }: { text: string }) {
  return (
    <div className={classes.prose}>
      {blocks(text).map((block, position) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: the parts of a fixed text have no other name
        if (block.type === 'paragraph') {
          return (
            <p key={position}>
              <Line text={block.text} />
            </p>
          );
        }
        const List = block.type === 'steps' ? 'ol' : 'ul';
        return (
          <List key={position}>
            {block.items.map((item, at) => (
              <li key={at}>
                <Line text={item} />
              </li>
            ))}
          </List>
        );
        // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
      })}
    </div>
  );
}

function Line({ text }: { text: string }) {
  return spans(text).map(({ code, text }, position) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text have no other name
    code ? <code key={position}>{text}</code> : text,
  );
}
