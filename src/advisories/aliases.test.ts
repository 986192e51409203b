import { describe, expect, it } from 'vitest';
import { aliasBook } from './aliases.ts';

const advisory = (id: string, aliases: string[] = [], upstream?: string[]) => ({
  id,
  aliases,
  ...(upstream && { upstream }),
});

function joined(...advisories: ReturnType<typeof advisory>[]): Record<string, string[]> {
  const book = aliasBook();
  for (const one of advisories) book.add(one);
  return Object.fromEntries(advisories.map((one) => [one.id, book.standsFor(one)]));
}

describe('which vulnerabilities an advisory stands for', () => {
  it('are the CVEs that it names', () => {
    expect(joined(advisory('GHSA-1', ['CVE-2030-1000']))).toEqual({ 'GHSA-1': ['CVE-2030-1000'] });
    expect(joined(advisory('RUSTSEC-1', ['CVE-2030-1000', 'CVE-2030-1001']))['RUSTSEC-1']).toEqual([
      'CVE-2030-1000',
      'CVE-2030-1001',
    ]);
  });

  it('are the CVEs that others name for it', () => {
    const all = joined(
      advisory('GO-1', ['GHSA-1']),
      advisory('GHSA-1', ['CVE-2030-1000']),
      advisory('CVE-2030-2000', ['GHSA-2']),
      advisory('GHSA-2'),
    );
    expect(all['GO-1']).toEqual(['CVE-2030-1000']);
    expect(all['GHSA-2']).toEqual(['CVE-2030-2000']);
  });

  it('are those that its own record names, where another stands for several', () => {
    const all = joined(
      advisory('RUSTSEC-1', ['CVE-2030-1000', 'CVE-2030-1001', 'GHSA-1', 'GHSA-2']),
      advisory('GHSA-1', ['CVE-2030-1000']),
      advisory('GHSA-2', ['CVE-2030-1001']),
    );
    expect(all['GHSA-1']).toEqual(['CVE-2030-1000']);
    expect(all['GHSA-2']).toEqual(['CVE-2030-1001']);
  });

  it('are one id for all that share it, where there is no CVE', () => {
    const all = joined(advisory('PYSEC-1', ['GO-1']), advisory('GO-1', ['GHSA-1']), advisory('RUSTSEC-9'));
    expect(all).toEqual({ 'PYSEC-1': ['GHSA-1'], 'GO-1': ['GHSA-1'], 'RUSTSEC-9': ['RUSTSEC-9'] });
  });

  it('are those that a bulletin mends, which are not the same for that', () => {
    const all = joined(
      advisory('DSA-1', [], ['CVE-2030-1000', 'CVE-2030-1001']),
      advisory('GHSA-1', ['CVE-2030-1000']),
      advisory('DSA-2'),
    );
    expect(all).toEqual({
      'DSA-1': ['CVE-2030-1000', 'CVE-2030-1001'],
      'GHSA-1': ['CVE-2030-1000'],
      'DSA-2': ['DSA-2'],
    });
  });
});
