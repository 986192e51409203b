import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { contentDir } from '../content/index.ts';
import { type Text, UserError } from '../model/index.ts';
import { keepHeapSmall } from '../platform/heap.ts';
import { defaultDataDir } from '../platform/store/index.ts';
import type { Address, RunningServer, StartOptions } from '../server/start.ts';
import { languageOf, say } from './language.ts';
import { version } from './version.ts';

interface ServeFlags {
  host: string;
  port: number;
  data?: string;
  tlsCert?: string;
  tlsKey?: string;
  behindProxy?: boolean;
  sample: boolean;
  newLink?: boolean;
  open?: boolean;
}

const words = {
  starting: {
    en: 'Hwaseong {version} is starting. Its data: {data}',
    ko: 'Hwaseong {version}을(를) 시작합니다. 데이터: {data}',
  },
  ready: { en: 'Ready: {url}', ko: '준비되었습니다: {url}' },
  link: {
    en: 'Sign in once with this link, within 24 hours:\n  {link}',
    ko: '다음 링크로 로그인하세요(24시간 이내, 1회용):\n  {link}',
  },
  quit: { en: 'Ctrl+C ends it.', ko: '종료하려면 Ctrl+C를 누르세요.' },
  stopping: { en: 'Finishing what is under way …', ko: '진행 중인 작업을 마무리하는 중입니다 …' },
} satisfies Record<string, Text>;

/** `hwaseong serve`: the console, the API and everything that runs behind them. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the console, the API and scheduled scans')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on', portOf, 8686)
    .option('--data <dir>', 'folder for everything that is kept (HWASEONG_DATA)')
    .option('--tls-cert <file>', 'certificate chain (PEM)')
    .option('--tls-key <file>', 'its private key (PEM)')
    .option('--behind-proxy', 'a reverse proxy on this network speaks TLS for us')
    .option('--no-sample', 'do not import the sample organisation at the first start')
    .option('--new-link', 'print a one-time sign-in link for the first administrator')
    .option('--open', 'open the console in the browser')
    .action(serve);
}

async function serve(flags: ServeFlags): Promise<void> {
  // Loaded here, so that the other commands need not wait for all that a server is made of.
  const [{ loadContent }, { startServer }] = await Promise.all([
    import('../server/content.ts'),
    import('../server/start.ts'),
  ]);
  keepHeapSmall();
  const language = languageOf(process.env);
  const print = (text: Text, values: Record<string, string> = {}) =>
    process.stdout.write(`${say(text, language, values)}\n`);
  const dataDir = path.resolve(flags.data ?? defaultDataDir(process.env, process.getuid?.()));
  const tls = await readTls(flags);
  print(words.starting, { version, data: dataDir });
  const options: StartOptions = {
    dataDir,
    ...(process.env.DATABASE_URL ? { databaseUrl: process.env.DATABASE_URL } : {}),
    host: flags.host,
    port: flags.port,
    ...(tls === undefined ? {} : { tls }),
    behindProxy: flags.behindProxy ?? false,
    sample: flags.sample,
    newLink: flags.newLink ?? false,
    content: loadContent(contentDir()),
    sampleDir: path.join(contentDir(), 'sample'),
    consoleDir: path.join(contentDir(), '..', 'web', 'dist'),
    ...(process.argv[1] === undefined ? {} : { entry: process.argv[1] }),
    version,
    log: pino({ level: process.env.HWASEONG_LOG ?? 'warn', serializers: { err: briefly } }, pino.destination(2)),
    say: (message) => print(message),
    onReady: ({ url, link }: Address) => {
      const address = link === undefined ? url : url + link;
      print(words.ready, { url });
      if (link !== undefined) print(words.link, { link: address });
      print(words.quit);
      if (flags.open === true) openBrowser(address);
    },
  };
  stopOnSignal(await startServer(options), () => print(words.stopping));
  // A server is seldom ended in good order, when Node.js would write it.
  flushCompileCache();
}

/** An error without what hangs on it: database drivers hang their whole connection there. */
function briefly(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  return { type: error.name, message: error.message, ...(code === undefined ? {} : { code }), stack: error.stack };
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return port;
}

async function readTls({ tlsCert, tlsKey }: ServeFlags): Promise<StartOptions['tls']> {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new UserError('tls-half', {
      en: 'TLS needs both --tls-cert and --tls-key.',
      ko: 'TLS를 사용하려면 --tls-cert와 --tls-key를 모두 지정해야 합니다.',
    });
  }
  const [cert, key] = await Promise.all([readPem(tlsCert), readPem(tlsKey)]);
  return { cert, key };
}

async function readPem(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      'tls-unreadable',
      {
        en: `${file} cannot be read (${message}). Check the path and its permissions.`,
        ko: `${file} 파일을 읽을 수 없습니다(${message}). 경로와 권한을 확인하세요.`,
      },
      { cause: error },
    );
  }
}

/** The first signal ends the server in good order, the second at once; both keep what was acknowledged. */
function stopOnSignal(server: RunningServer, onStop: () => void): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      onStop();
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}

/** Opens the system's browser where there is one; the address stands in the terminal anyway. */
function openBrowser(url: string): void {
  const [command, ...before] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const browser = spawn(command as string, [...before, url], { stdio: 'ignore', detached: true });
  browser.on('error', () => undefined);
  browser.unref();
}
