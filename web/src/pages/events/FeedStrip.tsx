import { IconAlertTriangle, IconCheck, IconClockPause, IconMinus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EventFeed } from '../../api/client.ts';
import { feedsQuery } from '../../api/event-queries.ts';
import { useLosses } from '../../components/losses.ts';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import classes from './Events.module.css';

const marks = { running: IconCheck, waiting: IconClockPause, failing: IconAlertTriangle, off: IconMinus };
const order = ['failing', 'running', 'waiting', 'off'] as const satisfies readonly EventFeed['state'][];

/** Feeds shown before "more". */
const shown = 4;

/** How the feeds do, in one line: whether they run, how new the newest event is, what was lost. */
export function FeedStrip() {
  const { t } = useTranslation();
  const feeds = useQuery(feedsQuery).data?.items;
  if (feeds === undefined) return <div className={classes.strip} />;
  const sorted = feeds.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <div className={classes.strip}>
      {feeds.length === 0 && <span className="faint">{t('events.feeds.none')}</span>}
      {sorted.slice(0, shown).map((feed) => (
        <FeedState key={feed.id} feed={feed} />
      ))}
      <Link to="/settings/{-$section}" params={{ section: 'feeds' }}>
        {feeds.length > shown ? t('events.feeds.more', { count: feeds.length - shown }) : t('events.feeds.all')}
      </Link>
    </div>
  );
}

function FeedState({ feed }: { feed: EventFeed }) {
  const { t } = useTranslation();
  const text = useText();
  const losses = useLosses();
  const Mark = marks[feed.state];
  const lost = feed.lost.reduce((sum, { count }) => sum + count, 0);
  return (
    <span className={classes.feed} data-state={feed.state} title={feed.error ? text(feed.error) : undefined}>
      <Mark size={13} stroke={2.2} aria-hidden />
      <b className="clip">{feed.name}</b>
      <span>{t(`feeds.state.${feed.state}`)}</span>
      <span className="faint">
        {feed.newest ? (
          <>
            {t('events.feeds.newest')} <Time at={feed.newest} />
          </>
        ) : (
          t('events.feeds.nothing')
        )}
      </span>
      {lost > 0 && (
        <span className={classes.lost} title={losses(feed.lost)}>
          {t('events.feeds.lost', { count: lost })}
        </span>
      )}
    </span>
  );
}
