import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { awsTemplates } from '../scripts/aws-templates.ts';
import { functionPages, withFunctions } from '../scripts/functions.ts';
import { disagreement, runControlTest } from '../src/findings/control-test.ts';
import { productEngine } from '../src/findings/engine.ts';
import { controlSchema } from '../src/model/index.ts';
import { awsCatalog } from '../src/sources/aws/index.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFile(path.join(root, file), 'utf8');

const pages = globSync(['*.md', 'docs/**/*.md', 'deploy/**/*.md'], { cwd: root }).sort();

describe.each(pages)('%s', (page) => {
  it('links to files that are there', async () => {
    const text = await read(page);
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const files = links.filter((link) => !/^(https?:|#)/.test(link)).map((link) => link.replace(/#.*$/, ''));
    const missing = files.filter((file) => !existsSync(path.join(root, path.dirname(page), file)));
    expect(missing).toEqual([]);
  });

  it('links to headings that are there', async () => {
    const text = await read(page);
    const anchors = [...text.matchAll(/\]\(#([^)\s]+)\)/g)].map(([, anchor]) => anchor);
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
    expect(anchors.filter((anchor) => !headings.includes(anchor as string))).toEqual([]);
  });

  it('names files of ours that are there', async () => {
    const named = (await read(page)).matchAll(/`((?:src|web|test|content|scripts|deploy)\/[\w./-]+\.[a-z]+)`/g);
    const missing = [...named].map(([, file]) => file as string).filter((file) => !existsSync(path.join(root, file)));
    expect(missing).toEqual([]);
  });
});

describe.each(['docs/controls.md', 'docs/ko/controls.md'])('the control written out in %s', (page) => {
  it('passes its own tests', async () => {
    const [, source] = /```yaml\n(id: [\s\S]*?)```/.exec(await read(page)) ?? [];
    const control = controlSchema.parse(parse(source ?? '', { merge: true }));
    const compiled = (await productEngine()).compile(control);
    for (const test of control.tests) {
      expect(disagreement(test, await runControlTest(compiled, test, awsCatalog)), test.name).toBeUndefined();
    }
  });
});

describe('the reference of functions', () => {
  it.each(['en', 'ko'] as const)('is up to date (npm run docs:functions), language %s', async (language) => {
    const text = await readFile(functionPages[language], 'utf8');
    expect(text).toBe(await withFunctions(text, language));
  });

  it('explains every function in Korean', async () => {
    const text = await readFile(functionPages.ko, 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)\(.*?\)` \| [^|]* \| (.*) \|$/gm)];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(([, , meaning = '']) => !/\p{Script=Hangul}/u.test(meaning)).map(([, name]) => name)).toEqual(
      [],
    );
  });
});

describe('the templates of the role in AWS', () => {
  it('are up to date (npm run deploy:aws)', async () => {
    for (const [name, text] of Object.entries(await awsTemplates())) {
      expect(await read(`deploy/aws/${name}`), name).toBe(text);
    }
  });
});

/** The anchor that a heading gets on a code host: lower case, words by hyphens. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}
