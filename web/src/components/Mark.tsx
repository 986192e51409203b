/** The product's mark: a fortress gate. */
export function Mark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" fill="var(--mantine-color-jade-6)" />
      <path fill="#fff" d="M6 10V7h4v3h4V7h4v3h4V7h4v6H6zm1 5h18v10h-6v-4a3 3 0 0 0-6 0v4H7z" />
    </svg>
  );
}
