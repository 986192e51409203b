import type { FindingExporter } from './types.ts';

/** One JSON document: `{tool, generatedAt, findings: [...], unknown: [...], trust?: [...]}`. */
export const json: FindingExporter = {
  mediaType: 'application/json',
  extension: 'json',
  async *write(findings, { version, generatedAt, unknown, trust }) {
    const head = { tool: { name: 'hwaseong', version }, generatedAt };
    yield `${JSON.stringify(head).slice(0, -1)},"findings":[`;
    let first = true;
    for await (const { rule, ...finding } of findings) {
      const { id, title, why, remediation, maps = {}, vulnerability } = rule;
      const told = { id, title, why, remediation, maps, ...(vulnerability !== undefined && { vulnerability }) };
      yield `${first ? '' : ','}\n${JSON.stringify({ ...finding, rule: told })}`;
      first = false;
    }
    const more = trust === undefined ? '' : `,"trust":${JSON.stringify(trust)}`;
    yield `\n],"unknown":${JSON.stringify(unknown ?? [])}${more}}\n`;
  },
};
