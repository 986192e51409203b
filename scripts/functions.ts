import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { productFunctions } from '../src/findings/engine.ts';
import type { CelFunction } from '../src/model/index.ts';

/** Pages with the reference of the functions, between two marks. */
export const functionPages = {
  en: fileURLToPath(new URL('../docs/controls.md', import.meta.url)),
  ko: fileURLToPath(new URL('../docs/ko/controls.md', import.meta.url)),
};

const MARKED = /(<!-- functions: .* -->\n)([\s\S]*?)(<!-- \/functions -->)/;
const ROW = /^\| `(\w+)\(.*?\)` \| [^|]* \| (.*) \|$/gm;

/**
 * A page with its reference brought up to date. English texts come from the code; Korean ones are kept as they stand in
 * the page, and a function that is new there has an empty one until somebody writes it.
 */
export async function withFunctions(page: string, language: 'en' | 'ko'): Promise<string> {
  const functions = await productFunctions();
  return page.replace(MARKED, (_whole, head: string, rows: string, tail: string) => {
    const written = new Map([...rows.matchAll(ROW)].map(([, name, text]) => [name, text]));
    const headings = language === 'en' ? '| function | gives | meaning |' : '| 함수 | 반환 | 설명 |';
    const lines = functions.map((one) => {
      const text = language === 'en' ? escaped(one.doc) : (written.get(one.name) ?? '');
      return `| \`${signature(one)}\` | ${one.returns} | ${text} |`;
    });
    return `${head}\n${[headings, '| --- | --- | --- |', ...lines].join('\n')}\n\n${tail}`;
  });
}

/** `worldOpen(dyn, string, int, int)` */
function signature({ name, params }: CelFunction): string {
  return `${name}(${params.join(', ')})`;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const language of ['en', 'ko'] as const) {
    const page = functionPages[language];
    await writeFile(page, await withFunctions(await readFile(page, 'utf8'), language));
  }
}
