import { Skeleton } from '@mantine/core';

/** The outline of a panel whose content is on its way. */
export function PanelSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton height={20} width={160} mb={14} />
      <Skeleton height={24} width="80%" mb={16} />
      <Skeleton height={58} mb={28} />
      <Skeleton height={14} width="40%" mb={12} />
      <Skeleton height={12} mb={8} />
      <Skeleton height={12} mb={8} />
      <Skeleton height={12} width="70%" mb={28} />
      <Skeleton height={160} />
    </div>
  );
}
