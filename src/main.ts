import { languageOf } from './commands/language.ts';
import { createProgram } from './commands/program.ts';
import { exitCodes, UserError } from './model/index.ts';

const language = languageOf(process.env);

// A reader that has seen enough (`| head`) gets no stack trace; what was cut is not called clean either.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.usage);
});

try {
  const program = await createProgram(language, process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.in(language)}\n`);
  process.exitCode = error.exitCode;
}
