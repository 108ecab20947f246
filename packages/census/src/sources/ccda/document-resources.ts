import { time } from './data-types.ts';
import { type Context, encounter, TEMPLATES } from './entries.ts';
import { child, children, type Element } from './parse-xml.ts';
import { patient, patientId } from './patient.ts';

export interface DocumentResources {
  readonly resources: readonly { readonly line: number; readonly resource: unknown }[];
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

const CDA = 'urn:hl7-org:v3';

/**
 * The resources of a C-CDA document: its patient, the encounter it is about, and the entries of its sections whose template is
 * read, wherever they stand. Narrative text is never read. An entry that cannot be read is told by its line.
 */
export function documentResources(root: Element): DocumentResources {
  const refuse = (line: number, reason: string): DocumentResources => ({ resources: [], rejected: [{ line, reason }] });
  if (root.name !== 'ClinicalDocument' || root.namespace !== CDA) return refuse(root.line, 'DOCUMENT_NOT_CDA');
  const targets = children(root, 'recordTarget');
  if (targets.length > 1) return refuse(root.line, 'PATIENTS_SEVERAL');
  const role = child(targets[0], 'patientRole');
  const id = role && patientId(role);
  if (role === undefined || id === undefined) return refuse(targets[0]?.line ?? root.line, 'PATIENT_MISSING');
  const written = time(child(root, 'effectiveTime')) ?? undefined;
  const lastUpdated = written?.includes('T') ? written : undefined;
  const made = patient(role, id, lastUpdated);
  const resources: { line: number; resource: unknown }[] = [{ line: role.line, resource: made.resource }];
  const rejected = made.reason === undefined ? [] : [{ line: role.line, reason: made.reason }];
  const context: Context = { patient: id, lastUpdated, around: [] };
  const note = (line: number, { resource, reason }: { resource?: unknown; reason?: string }): void => {
    if (reason !== undefined) rejected.push({ line, reason });
    else if (resource !== undefined) resources.push({ line, resource });
  };
  const stay = child(root, 'componentOf', 'encompassingEncounter');
  if (stay !== undefined) note(stay.line, encounter(stay, context));
  const body = child(root, 'component', 'structuredBody');
  if (body !== undefined) walk(body, context, note);
  return { resources, rejected };
}

function walk(element: Element, context: Context, note: (line: number, made: { resource?: unknown; reason?: string }) => void): void {
  const template = children(element, 'templateId').flatMap(({ attributes }) => TEMPLATES.get(attributes['root'] ?? '') ?? [])[0];
  // What is planned, asked for or denied has not been.
  const happened = element.attributes['moodCode'] === undefined || element.attributes['moodCode'] === 'EVN';
  const isDenied = element.attributes['negationInd'] === 'true' && element.name !== 'substanceAdministration';
  if (template && (!happened || isDenied)) return;
  if (template) note(element.line, template.make(element, context));
  if (template?.isLeaf) return;
  const around = element.attributes['moodCode'] === undefined ? context.around : [...context.around, element];
  for (const one of element.children) if (one.name !== 'text') walk(one, { ...context, around }, note);
}
