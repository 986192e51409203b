export {
  type AppliedBom,
  applyBoms,
  type ComparedBom,
  type ComparedWith,
  concernedBoms,
  confirmBoms,
  type PreparedBom,
  prepareBom,
} from './apply.ts';
export {
  type BearerFilter,
  type BearerRow,
  type BearerSort,
  countByLayer,
  countOpen,
  listBearers,
  nothingOpen,
  type OpenCounts,
  placeOf,
  runningPlaces,
} from './bearers.ts';
export {
  type AffectedFilter,
  type AffectedGroup,
  type AffectedRow,
  fixesOf,
  groupAffected,
  listAffected,
  listVulnerabilities,
  type VulnerabilityFilter,
  type VulnerabilityRow,
  type VulnerabilitySort,
  vulnerabilitiesById,
  vulnerabilityPlace,
} from './query.ts';
export { recountVulnerabilities, refreshVulnerabilities } from './rules.ts';
export { askAnew, type Difference } from './subjects.ts';
export { dropUnusedVulnerabilities } from './unused.ts';
