import type { AssetEntryOf, Inventory } from '../../inventory/index.ts';
import type { Bom, Distribution, Missing, Package } from '../../model/index.ts';

/** By which call the packages of an asset are told. */
const packageLists: Readonly<Record<string, string>> = {
  'oci.image': 'oci:ListPackages',
  'oci.bom': 'oci:ListBomPackages',
  'host.linux': 'host:ListPackages',
  'code.folder': 'code:ListPackages',
};

/** The software of an asset as its facts tell it. */
export interface AssetBom {
  entry: AssetEntryOf;
  bom: Bom;
  /** Why the list of packages may not be whole. */
  missing?: Missing;
}

/** The software of every image and host of an inventory whose packages were asked for. */
export function* bomsIn(inventory: Inventory): Generator<AssetBom> {
  for (const [kind, operation] of Object.entries(packageLists)) {
    for (const entry of inventory.ofKind(kind)) {
      const answer = inventory.answer(entry, operation);
      if (answer === undefined) continue;
      const { distribution } = inventory.load(entry).data;
      const { complete, error } = answer.collection;
      yield {
        entry,
        bom: {
          packages: answer.items as unknown as Package[],
          unread: [],
          ...(distribution != null && { distribution: distribution as unknown as Distribution }),
        },
        ...(!complete && { missing: { operation, code: error?.code ?? 'Incomplete' } }),
      };
    }
  }
}
