/**
 * CSV text after RFC 4180, with a byte order mark so that spreadsheets read Korean as UTF-8. A cell that a
 * spreadsheet would take for a formula is led by an apostrophe (OWASP, "CSV Injection").
 */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}

function csvCell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
