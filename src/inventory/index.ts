export { type AssetEntryOf, buildInventory, type Inventory, paramsFor } from './inventory.ts';
export { createLookup, type Gap, type Lookup, type RelatedAssets } from './lookup.ts';
export { answersOf, type WrittenFacts } from './written-facts.ts';
