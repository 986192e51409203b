import type { Migration } from 'kysely/migration';
import * as organisation from './0001-organisation.ts';
import * as inventory from './0002-inventory.ts';
import * as results from './0003-results.ts';
import * as findings from './0004-findings.ts';
import * as people from './0005-people.ts';
import * as events from './0006-events.ts';
import * as channels from './0007-channels.ts';
import * as unused from './0008-unused.ts';
import * as totals from './0009-totals.ts';
import * as sightings from './0010-sightings.ts';
import * as software from './0011-software.ts';
import * as subjects from './0012-subjects.ts';
import * as uncounted from './0013-uncounted.ts';
import * as leaving from './0014-leaving.ts';

/** Every step from an empty database to the tables of `database.ts`, in order of its number. A released step is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-organisation': organisation,
  '0002-inventory': inventory,
  '0003-results': results,
  '0004-findings': findings,
  '0005-people': people,
  '0006-events': events,
  '0007-channels': channels,
  '0008-unused': unused,
  '0009-totals': totals,
  '0010-sightings': sightings,
  '0011-software': software,
  '0012-subjects': subjects,
  '0013-uncounted': uncounted,
  '0014-leaving': leaving,
};
