import { Command } from 'commander';
import { loadControls } from '../content/controls.ts';
import { contentDir } from '../content/index.ts';
import { disagreement, runControlTest } from '../findings/control-test.ts';
import { productEngine } from '../findings/engine.ts';
import { type Control, exitCodes, severityWords, UserError } from '../model/index.ts';
import { catalogOf } from '../sources/catalogs.ts';
import { languageOf, say } from './language.ts';

const text = {
  tested: { en: '{passed} tests passed, {failed} failed.', ko: '시험 {passed}건 통과, {failed}건 실패.' },
};

/** `controls list`: every control; `controls test DIR`: a user's own controls against the tests in them. */
export function controlsCommand(): Command {
  const language = languageOf(process.env);
  const command = new Command('controls').description('what is judged, and how to test controls of your own');
  command
    .command('list')
    .description('every control: id, severity, title')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const controls = await loadControls(`${contentDir()}/controls`);
      if (json === true) {
        const rows = controls.map(({ id, severity, kind, title, uses, maps }) => ({
          id,
          severity,
          kind,
          title,
          uses,
          maps: maps ?? {},
        }));
        process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
        return;
      }
      const width = Math.max(...controls.map((control) => control.id.length));
      for (const { id, severity, title } of controls) {
        process.stdout.write(`${id.padEnd(width)}  ${severityWords[severity][language]}  ${title[language]}\n`);
      }
    });
  command
    .command('test')
    .description('run the tests inside control files')
    .argument('<dir>', 'folder of control files')
    .action(async (dir: string) => {
      const engine = await productEngine();
      let passed = 0;
      let failed = 0;
      for (const control of await loadControls(dir)) {
        const compiled = engine.compile(control);
        const catalog = catalogOf(control.kind);
        if (catalog === undefined) throw unknownKind(control);
        for (const test of control.tests) {
          const wrong = disagreement(test, await runControlTest(compiled, test, catalog));
          if (wrong === undefined) passed += 1;
          else {
            failed += 1;
            process.stdout.write(`${control.id}: ${test.name}: ${wrong}\n`);
          }
        }
      }
      process.stdout.write(`${say(text.tested, language, { passed, failed })}\n`);
      process.exitCode = failed > 0 ? exitCodes.findings : exitCodes.clean;
    });
  return command;
}

function unknownKind({ id, kind }: Control): UserError {
  return new UserError('control-kind-unknown', {
    en: `The control ${id} speaks of ${kind}, which no source reads. Correct its kind.`,
    ko: `점검 항목 ${id}의 대상 ${kind}을(를) 수집하는 소스가 없습니다. kind 값을 수정하세요.`,
  });
}
