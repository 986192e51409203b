import { z } from 'zod';
import { category, text } from './values.ts';

/** An asset as other things point at it. */
export const assetRef = z
  .object({
    id: z.string(),
    kind: z.string(),
    kindTitle: text,
    provider: z.string(),
    account: z.string(),
    region: z.string(),
    name: z.string(),
    category,
  })
  .meta({ id: 'AssetRef' });

/** An asset at the other end of a relation. `asset` is null where nothing is known of it but its id. */
export const relatedAsset = z
  .object({
    type: z.string(),
    direction: z.enum(['out', 'in']),
    origin: z.enum(['observed', 'derived']),
    id: z.string(),
    asset: assetRef.nullable(),
  })
  .meta({ id: 'RelatedAsset' });
