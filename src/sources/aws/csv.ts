/**
 * Rows of a CSV text (RFC 4180) as objects keyed by the header line. AWS gives IAM's credential report this way.
 * Throws a SyntaxError where a row does not have the header's number of fields, or a quote is left open.
 */
export function parseCsv(csv: string): Record<string, string>[] {
  const [header, ...rows] = records(csv);
  if (!header) return [];
  return rows.map((row) => {
    if (row.length !== header.length)
      throw new SyntaxError(`CSV row of ${row.length} fields, header of ${header.length}`);
    return Object.fromEntries(header.map((name, column) => [name, row[column] ?? '']));
  });
}

function records(csv: string): string[][] {
  const all: string[][] = [];
  let position = 0;
  while (position < csv.length) {
    const record: string[] = [];
    for (;;) {
      const field = csv[position] === '"' ? quoted(csv, position) : bare(csv, position);
      record.push(field.value);
      position = field.end;
      if (csv[position] !== ',') break;
      position += 1;
    }
    if (position < csv.length && csv[position] !== '\n' && csv[position] !== '\r') {
      throw new SyntaxError(`CSV: text after a closing quote at ${position}`);
    }
    position += csv.startsWith('\r\n', position) ? 2 : 1;
    if (record.length > 1 || record[0] !== '') all.push(record);
  }
  return all;
}

function bare(csv: string, start: number): { value: string; end: number } {
  let end = start;
  while (end < csv.length && csv[end] !== ',' && csv[end] !== '\n' && csv[end] !== '\r') end += 1;
  return { value: csv.slice(start, end), end };
}

function quoted(csv: string, start: number): { value: string; end: number } {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = csv.indexOf('"', from);
    if (quote < 0) throw new SyntaxError('CSV: a quote is left open');
    value += csv.slice(from, quote);
    if (csv[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}
