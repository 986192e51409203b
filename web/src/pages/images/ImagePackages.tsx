import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ImageDetail } from '../../api/client.ts';
import type { PackagesSearch } from '../../app/addresses.ts';
import { PackageList } from '../packages/PackageList.tsx';

const route = getRouteApi('/images/$id/{-$section}');

/** What is installed in an image. */
export function ImagePackages({ image }: { image: ImageDetail }) {
  const { q, type } = route.useSearch();
  const navigate = useNavigate({ from: '/images/$id/{-$section}' });
  const change = (next: PackagesSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  return <PackageList asset={image.id} search={{ q, type }} change={change} />;
}
