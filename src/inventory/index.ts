export { type AssetEntryOf, buildInventory, type Inventory } from './inventory.ts';
export { createLookup, type Gap, type Lookup, type RelatedAssets } from './lookup.ts';
export { answersOf, type WrittenFacts } from './written-facts.ts';
