import { z } from 'zod';

/** Hours that the first look of a feed goes back: what its setting `startHours` may be. CloudTrail keeps 90 days. */
export const hoursBack = z
  .number()
  .min(0)
  .max(24 * 90);
