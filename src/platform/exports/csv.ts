/** What a file begins with, so that spreadsheets read Korean as UTF-8. */
export const CSV_START = '\uFEFF';

/**
 * One line of CSV after RFC 4180. A cell that a spreadsheet would take for a formula is led by an apostrophe: texts come from clouds,
 * logs and people, and may be an attacker's (OWASP, "CSV Injection").
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
