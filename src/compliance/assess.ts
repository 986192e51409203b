import type { Control, Framework, Requirement, Severity, Text } from '../model/index.ts';
import { asksForEvidence, type Evidence, type EvidenceOf, evidenceOf } from './evidence.ts';
import {
  addCounts,
  noResults,
  type RequirementState,
  requirementState,
  requirementStates,
  type StatusCounts,
  type TechnicalState,
  technicalState,
  weakest,
} from './state.ts';

/** What is assessed, and with what. */
export interface AssessmentInput {
  framework: Framework;
  /** The controls in scope: those of the providers that are connected. */
  controls: readonly Pick<Control, 'id' | 'title' | 'severity' | 'maps'>[];
  /** Result counts by control id. A control in scope without an entry was not run: its requirements are unknown. */
  counts: ReadonlyMap<string, StatusCounts>;
  evidence: readonly Evidence[];
  now: Date;
}

/** How a framework stands at one moment. */
export interface Assessment {
  framework: Omit<Framework, 'requirements'>;
  /** ISO 8601, UTC. */
  assessedAt: string;
  /** Requirements in each state; their sum is the number of requirements. Those answered by others are not counted again. */
  states: StateCounts;
  score: Score;
  nodes: AssessedNode[];
  /** What could not be placed, so that nothing is lost silently. */
  strays: {
    /** Requirement ids that controls name and the framework does not have (or has as a section). */
    mappings: { control: string; requirement: string }[];
    /** Evidence for requirements that the framework does not have, or that others answer. */
    evidence: Evidence[];
  };
}

export type StateCounts = Record<RequirementState, number>;

/**
 * How many of the requirements that controls judge are passed by those controls. `judged` counts the unknown ones:
 * denying a permission never raises the score. What waits for people, is not covered or does not apply is in neither number.
 */
export interface Score {
  passing: number;
  judged: number;
}

export type AssessedNode = AssessedSection | AssessedRequirement;

export interface AssessedSection {
  type: 'section';
  id: string;
  title: Text;
  text?: Text;
  /** As weak as the weakest part. */
  state: RequirementState;
  states: StateCounts;
  score: Score;
  children: AssessedNode[];
}

export interface AssessedRequirement {
  type: 'requirement';
  id: string;
  title: Text;
  text?: Text;
  /** Whether controls, people or both answer it. */
  assessment: 'automated' | 'partial' | 'manual';
  state: RequirementState;
  /** What controls alone say. */
  technical: TechnicalState;
  /** Sum over the controls. */
  counts: StatusCounts;
  controls: ControlStanding[];
  evidence: EvidenceOf;
  /** What to hand in. */
  evidenceAsked?: Text;
  /** Ids of the requirements that answer this one; it then stands as the weakest of them and is not counted. */
  answeredBy?: string[];
}

/** One control under a requirement. */
export interface ControlStanding {
  id: string;
  title: Text;
  severity: Severity;
  /** Absent where the control was not run. */
  counts?: StatusCounts;
}

/** The state of every requirement and section of a framework. Pure: the same input gives the same assessment. */
export function assessFramework(input: AssessmentInput): Assessment {
  const { requirements, ...framework } = input.framework;
  const named = new Map<string, Requirement>();
  collectRequirements(requirements, named);

  const strays: Assessment['strays'] = { mappings: [], evidence: [] };
  const controlsOf = new Map<string, ControlStanding[]>();
  for (const control of input.controls) {
    for (const requirement of new Set(control.maps?.[framework.id] ?? [])) {
      if (!named.has(requirement)) {
        strays.mappings.push({ control: control.id, requirement });
        continue;
      }
      const counts = input.counts.get(control.id);
      const { id, title, severity } = control;
      push(controlsOf, requirement, { id, title, severity, ...(counts && { counts }) });
    }
  }
  const evidenceFor = new Map<string, Evidence[]>();
  for (const evidence of input.evidence) {
    const requirement = named.get(evidence.requirement);
    if (requirement && !requirement.answeredBy) push(evidenceFor, requirement.id, evidence);
    else strays.evidence.push(evidence);
  }

  // Those that others answer come second: they stand as their answers do.
  const assessed = new Map<string, AssessedRequirement>();
  for (const [id, requirement] of named) {
    const own = evidenceOf(requirement, evidenceFor.get(id) ?? [], input.now);
    assessed.set(id, assessRequirement(requirement, controlsOf.get(id) ?? [], own));
  }
  for (const [id, requirement] of named) {
    if (requirement.answeredBy) {
      assessed.set(id, answered(assessed.get(id) as AssessedRequirement, requirement.answeredBy, assessed));
    }
  }
  const nodes = requirements.map((node) => assessNode(node, assessed));
  return {
    framework,
    assessedAt: input.now.toISOString(),
    states: sumStates(nodes),
    score: sumScore(nodes),
    nodes,
    strays,
  };
}

/** Every requirement of an assessment in the order of its tree, with the sections it lies in. */
export function* eachAssessed(
  nodes: readonly AssessedNode[],
  above: readonly AssessedSection[] = [],
): Generator<{ requirement: AssessedRequirement; sections: readonly AssessedSection[] }> {
  for (const node of nodes) {
    if (node.type === 'section') yield* eachAssessed(node.children, [...above, node]);
    else yield { requirement: node, sections: above };
  }
}

function collectRequirements(nodes: readonly Requirement[], into: Map<string, Requirement>): void {
  for (const node of nodes) {
    if (node.children) collectRequirements(node.children, into);
    else into.set(node.id, node);
  }
}

function assessRequirement(
  requirement: Requirement,
  controls: ControlStanding[],
  evidence: EvidenceOf,
): AssessedRequirement {
  const counts = controls.reduce((sum, control) => addCounts(sum, control.counts ?? noResults), { ...noResults });
  const notRun = controls.filter((control) => !control.counts).length;
  const technical = technicalState(counts, controls.length, notRun);
  return {
    type: 'requirement',
    id: requirement.id,
    title: requirement.title,
    ...(requirement.text && { text: requirement.text }),
    assessment: requirement.assessment ?? 'automated',
    state: requirementState(technical, evidence.state, asksForEvidence(requirement)),
    technical,
    counts,
    controls,
    evidence,
    ...(requirement.evidence && { evidenceAsked: requirement.evidence }),
  };
}

/** A requirement with what those that answer it bring. */
function answered(
  requirement: AssessedRequirement,
  answeredBy: string[],
  assessed: ReadonlyMap<string, AssessedRequirement>,
): AssessedRequirement {
  const answers = answeredBy.map((id) => assessed.get(id)).filter((answer) => answer !== undefined);
  const parts = requirement.technical === 'not-covered' ? answers : [requirement, ...answers];
  const controls = new Map(parts.flatMap((part) => part.controls).map((control) => [control.id, control]));
  const merged = [...controls.values()];
  const counts = merged.reduce((sum, control) => addCounts(sum, control.counts ?? noResults), { ...noResults });
  return {
    ...requirement,
    state: weakest(parts.map((part) => part.state)),
    technical: technicalState(counts, merged.length, merged.filter((control) => !control.counts).length),
    counts,
    controls: merged,
    answeredBy,
  };
}

function assessNode(node: Requirement, assessed: ReadonlyMap<string, AssessedRequirement>): AssessedNode {
  if (!node.children) return assessed.get(node.id) as AssessedRequirement;
  const children = node.children.map((child) => assessNode(child, assessed));
  return {
    type: 'section',
    id: node.id,
    title: node.title,
    ...(node.text && { text: node.text }),
    state: weakest(children.map((child) => child.state)),
    states: sumStates(children),
    score: sumScore(children),
    children,
  };
}

function sumStates(nodes: readonly AssessedNode[]): StateCounts {
  const sum = Object.fromEntries(requirementStates.map((state) => [state, 0])) as StateCounts;
  for (const { requirement } of eachAssessed(nodes)) if (!requirement.answeredBy) sum[requirement.state] += 1;
  return sum;
}

function sumScore(nodes: readonly AssessedNode[]): Score {
  const score = { passing: 0, judged: 0 };
  for (const { requirement } of eachAssessed(nodes)) {
    if (requirement.answeredBy) continue;
    if (requirement.technical === 'passing') score.passing += 1;
    if (['passing', 'failing', 'unknown'].includes(requirement.technical)) score.judged += 1;
  }
  return score;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
