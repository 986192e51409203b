// The process that DuckDB runs in: a query that needs too much takes this process with it, and not the server.
import { answerQuestions } from './questions.ts';

const [dir] = process.argv.slice(2);
if (dir === undefined || process.send === undefined) throw new Error('started by the event log only');
await answerQuestions(dir, process);
