import { fhirDateTime } from '../fhir-date.ts';
import { allergy, condition, encounter, encounterId, immunization, procedure } from './clinical.ts';
import { type Context, type Made, observation } from './observation.ts';
import { patient, patientId } from './patient.ts';
import type { Segment } from './segment.ts';

/** What a message gives: resources with the line of their segment, and segments that are none. */
export interface MessageResources {
  readonly resources: readonly { readonly line: number; readonly resource: unknown }[];
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

const KINDS: ReadonlySet<string> = new Set(['ADT', 'ORU', 'VXU']);
// One person's messages that say she is another: what was stored under the old number would have to be moved.
const MERGES: ReadonlySet<string> = new Set([
  'A18',
  'A24',
  'A30',
  'A34',
  'A35',
  'A36',
  'A37',
  'A39',
  'A40',
  'A41',
  'A42',
  'A43',
  'A44',
  'A45',
  'A46',
  'A47',
  'A48',
  'A49',
  'A50',
  'A51',
]);
// Nothing of it happened, or it is to be deleted.
const DELETES: ReadonlySet<string> = new Set(['A23', 'A29']);

/**
 * The resources of an ADT, ORU or VXU message: PID, PV1 (of ADT), DG1, AL1, PR1, OBX, RXA. A segment that cannot be one is
 * reported by its line and the rest is taken; without a patient nothing is.
 */
export function messageResources(segments: readonly Segment[]): MessageResources {
  const [msh] = segments as [Segment];
  const refuse = (reason: string, line = msh.line): MessageResources => ({ resources: [], rejected: [{ line, reason }] });
  const type = msh.first(9);
  const kind = type?.component(1) ?? '';
  const event = type?.component(2) ?? segments.find(({ name }) => name === 'EVN')?.text(1) ?? '';
  if (!KINDS.has(kind)) return refuse('MESSAGE_TYPE_NOT_READ');
  if (MERGES.has(event)) return refuse('MERGE_NOT_READ');
  if (DELETES.has(event)) return refuse('DELETION_NOT_READ');
  const pids = segments.filter(({ name }) => name === 'PID');
  const [pid] = pids;
  if (pid === undefined) return refuse('PATIENT_MISSING');
  if (pids.length > 1) return refuse('PATIENTS_SEVERAL');
  const id = patientId(pid);
  if (id === undefined) return refuse('PATIENT_MISSING', pid.line);
  const sent = fhirDateTime(msh.text(7) ?? '', 'compact');
  const lastUpdated = sent?.includes('T') ? sent : undefined;
  // Registration tells a person's data best: what results say of her gives way to it.
  const made = patient(pid, id, kind === 'ADT' ? lastUpdated : undefined);
  const pv1 = segments.find(({ name }) => name === 'PV1');
  const context = { patient: id, lastUpdated, encounter: encounterId(pv1, id), control: msh.text(10) ?? '', order: undefined };
  const rest = clinical(segments, { kind, event }, context);
  const told = made.reason === undefined ? [] : [{ line: pid.line, reason: made.reason }];
  return { resources: [{ line: pid.line, resource: made.resource }, ...rest.resources], rejected: [...told, ...rest.rejected] };
}

function clinical(segments: readonly Segment[], { kind, event }: { kind: string; event: string }, base: Context): MessageResources {
  const resources: { line: number; resource: unknown }[] = [];
  const rejected: { line: number; reason: string }[] = [];
  let order: Segment | undefined;
  let orc: Segment | undefined;
  for (const segment of segments) {
    if (segment.name === 'OBR') order = segment;
    if (segment.name === 'ORC') orc = segment;
    const context = { ...base, order };
    const { resource, reason } = fromSegment(segment, kind, event, orc, context);
    if (reason !== undefined) rejected.push({ line: segment.line, reason });
    else if (resource !== undefined) resources.push({ line: segment.line, resource });
  }
  return { resources, rejected };
}

function fromSegment(segment: Segment, kind: string, event: string, orc: Segment | undefined, context: Context): Made {
  switch (segment.name) {
    case 'PV1':
      return kind === 'ADT' ? encounter(segment, event, context) : {};
    case 'DG1':
      return condition(segment, context);
    case 'AL1':
      return allergy(segment, context);
    case 'PR1':
      return procedure(segment, context);
    case 'OBX':
      return observation(segment, context);
    case 'RXA':
      return immunization(segment, orc, context);
    default:
      return {};
  }
}
