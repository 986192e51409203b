import type { ImageConfig } from '../types.ts';
import { commandsOf } from './shell.ts';

/** One instruction that an image was built by, read of its history. */
export interface Step {
  /** Position in the history. */
  index: number;
  /** `RUN`, `COPY`, `ENV`, ...; `FROM` where the builder tells the base; `OTHER` for a tool's own words. */
  instruction: string;
  /** What follows the instruction, without what builders put around it. */
  text: string;
  /** The commands of a RUN, words without quotes. */
  commands: string[][];
  /** Build arguments and their values that a RUN was given. */
  arguments?: Record<string, string>;
  /** Diff id of the layer it made; absent where it made none. */
  layer?: string;
  /** Position of that layer, 0 for the lowest. */
  layerIndex?: number;
  created?: string;
}

/** Most instructions read of one history, and characters of each kept. */
const MAX_STEPS = 1000;
const MAX_TEXT = 16 * 1024;

const instructions =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+([\s\S]*))?$/;

/** A shell as it stands before a command: `/bin/sh -c`, `/bin/bash -o pipefail -ec`, `cmd /S /C`, `powershell -Command`. */
const shell =
  /^(?:(?:\/[\w./-]{1,60})?\/(?:busybox |env )?\w{0,8}sh(?:\s+-o\s+\w+|\s+-[a-bd-z]+)*\s+-[a-z]*c(?:\s+|$)|cmd\s+(?:\/[A-Za-z]\s+)+|(?:powershell|pwsh)(?:\.exe)?\s+(?:-\w+\s+)*?-Command\s+)/;

/**
 * The instructions of an image, in the order in which they were carried out: of BuildKit (`RUN /bin/sh -c … # buildkit`), the classic builder
 * (`/bin/sh -c #(nop)  CMD …`), Buildah (the base stands in the comment), and kaniko (as written).
 *
 * Field `history` of https://github.com/opencontainers/image-spec/blob/main/config.md
 */
export function stepsOf({ history = [], rootfs }: ImageConfig): Step[] {
  const layers = rootfs?.diff_ids ?? [];
  const steps: Step[] = [];
  let layer = 0;
  for (const [index, entry] of (Array.isArray(history) ? history : []).slice(0, MAX_STEPS).entries()) {
    if (typeof entry !== 'object' || entry === null) continue;
    const base = /^FROM\s+(\S{1,512})/.exec(text(entry.comment));
    if (base !== null) steps.push({ index, instruction: 'FROM', text: base[1] as string, commands: [] });
    const step: Step = { index, ...instructionOf(text(entry.created_by)) };
    if (entry.empty_layer !== true) {
      step.layerIndex = layer;
      const diffId = layers[layer];
      if (typeof diffId === 'string') step.layer = diffId;
      layer += 1;
    }
    if (typeof entry.created === 'string') step.created = entry.created.slice(0, 64);
    steps.push(step);
  }
  return steps;
}

/** One `created_by` taken apart. */
export function instructionOf(createdBy: string): Pick<Step, 'instruction' | 'text' | 'commands' | 'arguments'> {
  let rest = createdBy.slice(0, MAX_TEXT).trim();
  rest = rest.replace(/\s*# buildkit\s*$/, '');
  const nop = /^(?:\S+\s+-c\s+)?#\(nop\)\s*/.exec(rest);
  if (nop !== null) rest = rest.slice(nop[0].length);
  const named = instructions.exec(rest);
  if (named !== null && named[1] !== 'RUN') {
    const [, instruction = '', written = ''] = named;
    return { instruction, text: written.trim(), commands: [] };
  }
  if (nop !== null) return { instruction: 'OTHER', text: rest, commands: [] };
  return runOf(named === null ? rest : (named[2] ?? ''), named !== null);
}

function runOf(written: string, named: boolean): Pick<Step, 'instruction' | 'text' | 'commands' | 'arguments'> {
  let rest = written.trimStart();
  const flags = /^(?:--(?:mount|network|security|device)=\S+\s+)+/.exec(rest);
  if (flags !== null) rest = rest.slice(flags[0].length);
  const given = buildArguments(rest);
  if (given !== undefined) rest = given.rest;
  const before = shell.exec(rest);
  if (before !== null) rest = rest.slice(before[0].length);
  const exec = execForm(rest);
  const commands = exec === undefined ? commandsOf(rest) : [exec];
  // A tool that builds images without a Dockerfile writes its own name into the history.
  const isRun = named || before !== null || given !== undefined || commands.some((words) => words.length > 1);
  if (!isRun) return { instruction: 'OTHER', text: rest, commands: [] };
  return {
    instruction: 'RUN',
    text: rest,
    commands,
    ...(given === undefined ? {} : { arguments: given.values }),
  };
}

/** `|2 a=b c=d e f /bin/sh -c …`: so many build arguments stand before the shell. Values may hold spaces; the shell tells where they end. */
function buildArguments(written: string): { values: Record<string, string>; rest: string } | undefined {
  const count = /^\|(\d{1,3})\s+/.exec(written);
  if (count === null) return undefined;
  const after = written.slice(count[0].length);
  const end = /(?:^|\s)(?=(?:\/[\w./-]{0,60})?\/\w{0,8}sh\s+(?:-o\s+\w+\s+|-[a-bd-z]+\s+)*-[a-z]*c(?:\s|$))/.exec(
    after,
  );
  const listed = end === null ? after : after.slice(0, end.index);
  const values: Record<string, string> = {};
  const names = [...listed.matchAll(/(?:^|\s)([A-Za-z_]\w{0,127})=/g)].slice(0, Number(count[1]));
  for (const [position, match] of names.entries()) {
    const from = match.index + match[0].length;
    values[match[1] as string] = listed.slice(from, names[position + 1]?.index ?? listed.length).trim();
  }
  return { values, rest: end === null ? '' : after.slice(end.index).trimStart() };
}

/** `["apk", "add", "git"]` */
function execForm(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words.slice(0, 1000) : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
