import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Framework, frameworkSchema, type Requirement, type Text, UserError } from '../model/index.ts';
import { readYaml } from './yaml.ts';

/** More files than this in one folder are a mistake, not a library. */
const maxFiles = 500;

/**
 * Every framework in a folder, one YAML file each, by file name.
 *
 * @throws UserError `content-unreadable` where the folder cannot be read, `content-malformed` where a file
 * is not a framework: an id twice, a manual requirement without evidence text, and the like.
 */
export async function loadFrameworks(folder: string): Promise<Framework[]> {
  const files = await yamlFiles(folder);
  const fileOf = new Map<string, string>();
  const frameworks: Framework[] = [];
  for (const file of files) {
    const path = join(folder, file);
    const framework = await readYaml(path, checkedSchema);
    const other = fileOf.get(framework.id);
    if (other !== undefined) {
      throw new UserError('content-malformed', {
        en: `${path}: the framework id "${framework.id}" is already used by ${other}. Give one of the two another id.`,
        ko: `${path}: 프레임워크 ID "${framework.id}"를 ${other}에서 이미 사용하고 있습니다. 둘 중 하나의 ID를 바꾸세요.`,
      });
    }
    fileOf.set(framework.id, file);
    frameworks.push(framework);
  }
  return frameworks;
}

async function yamlFiles(folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new UserError(
      'content-unreadable',
      {
        en: `Cannot read the folder ${folder}. Check that it exists and that this user may read it.`,
        ko: `${folder} 폴더를 읽을 수 없습니다. 폴더가 있는지, 읽기 권한이 있는지 확인하세요.`,
      },
      { cause },
    );
  }
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (files.length > maxFiles) {
    throw new UserError('content-malformed', {
      en: `${folder} holds ${files.length} YAML files; at most ${maxFiles} are read. Move those that are not frameworks elsewhere.`,
      ko: `${folder} 폴더에 YAML 파일이 ${files.length}개 있습니다. 최대 ${maxFiles}개까지 읽으므로, 프레임워크가 아닌 파일을 다른 곳으로 옮기세요.`,
    });
  }
  return files;
}

type Report = (path: PropertyKey[], text: Text) => void;

const checkedSchema = frameworkSchema.superRefine((framework, context) => {
  const report: Report = (path, text) => context.addIssue({ code: 'custom', path, message: text.en, params: { text } });
  const nodes = new Map<string, Requirement>();
  eachRequirement(framework.requirements, ['requirements'], (node, path) => {
    if (nodes.has(node.id)) {
      report([...path, 'id'], { en: `the id "${node.id}" is used twice`, ko: `ID "${node.id}"가 두 번 쓰였습니다` });
    }
    nodes.set(node.id, node);
    checkShape(node, path, report);
  });
  eachRequirement(framework.requirements, ['requirements'], (node, path) => {
    for (const id of node.answeredBy ?? []) {
      const answer = nodes.get(id);
      if (answer && !answer.children && !answer.answeredBy) continue;
      report([...path, 'answeredBy'], {
        en: `"${id}" is no requirement that can answer another: it is missing, a section, or answered by others itself`,
        ko: `"${id}"는 다른 요구사항을 대신 답할 수 없습니다. 없는 ID이거나, 절이거나, 다른 요구사항이 대신 답하는 항목입니다`,
      });
    }
  });
}) satisfies z.ZodType<Framework>;

/** What a single node must be: a section carries no assessment, what asks for evidence says which. */
function checkShape(node: Requirement, path: PropertyKey[], report: Report): void {
  if (node.children) {
    if (node.children.length === 0) {
      report([...path, 'children'], { en: 'the section is empty', ko: '빈 절입니다' });
    }
    if (node.assessment || node.evidence || node.answeredBy) {
      report(path, {
        en: 'a section cannot have assessment, evidence or answeredBy; give them to the requirements in it',
        ko: '절에는 assessment, evidence, answeredBy를 쓸 수 없습니다. 그 안의 요구사항에 지정해야 합니다',
      });
    }
  } else if ((node.assessment === 'manual' || node.assessment === 'partial') && !node.evidence) {
    report(path, {
      en: `the ${node.assessment} requirement "${node.id}" does not say what to hand in as evidence`,
      ko: `증적이 필요한 요구사항 "${node.id}"에 제출할 증적(evidence)이 적혀 있지 않습니다`,
    });
  }
}

function eachRequirement(
  nodes: readonly Requirement[],
  path: PropertyKey[],
  visit: (node: Requirement, path: PropertyKey[]) => void,
): void {
  for (const [index, node] of nodes.entries()) {
    visit(node, [...path, index]);
    eachRequirement(node.children ?? [], [...path, index, 'children'], visit);
  }
}
