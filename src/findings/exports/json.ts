import type { Exporter } from './types.ts';

/** One JSON document: `{tool, generatedAt, findings: [...], unknown: [...]}`. */
export const json: Exporter = {
  mediaType: 'application/json',
  extension: 'json',
  async *write(findings, { version, generatedAt, unknown }) {
    const head = { tool: { name: 'hwaseong', version }, generatedAt };
    yield `${JSON.stringify(head).slice(0, -1)},"findings":[`;
    let first = true;
    for await (const { control, ...finding } of findings) {
      const { id, title, why, remediation, maps } = control;
      yield `${first ? '' : ','}\n${JSON.stringify({ ...finding, control: { id, title, why, remediation, maps: maps ?? {} } })}`;
      first = false;
    }
    yield `\n],"unknown":${JSON.stringify(unknown ?? [])}}\n`;
  },
};
