import { describe, expect, it } from 'vitest';
import { readPaths, writeFiles } from './read-source.ts';

// What would be lost: a resource whose elements are of the wrong kind would be counted without them, as a patient of unknown
// sex or a diagnosis of no year, and nobody would be told.

async function reasons(resource: unknown): Promise<string[]> {
  const dir = await writeFiles({ 'a.ndjson': JSON.stringify({ id: 'x', ...(resource as object) }) });
  return (await readPaths('fhir', [dir])).rejections.map(({ reason }) => reason);
}

describe('the form of FHIR’s JSON', () => {
  it('is asked of every element: none is empty, null or a list of lists', async () => {
    const broken = [
      { name: [] },
      { name: [{}] },
      { text: { div: '' } },
      { active: null },
      { name: [[{ family: 'x' }]] },
      { given: [null] },
    ];
    for (const elements of broken)
      expect(await reasons({ resourceType: 'Basic', ...elements }), JSON.stringify(elements)).toEqual(['STRUCTURE_INVALID']);
    const deep = JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`);
    expect(await reasons({ resourceType: 'Basic', deep })).toEqual(['STRUCTURE_INVALID']);
    // Null keeps the place of a primitive that has only an extension.
    expect(await reasons({ resourceType: 'Basic', given: ['a', null], _given: [null, { id: 'n' }] })).toEqual([]);
  });

  it('is asked of the kind of each element that is counted', async () => {
    const broken = [
      { resourceType: 'Patient', gender: 1 },
      { resourceType: 'Patient', birthDate: '1950-13-01' },
      { resourceType: 'Patient', birthDate: { value: '1950' } },
      { resourceType: 'Patient', deceasedBoolean: 'true' },
      { resourceType: 'Patient', address: { postalCode: '02139' } },
      { resourceType: 'Encounter', period: '2020' },
      { resourceType: 'Condition', code: [{ text: 'x' }] },
      { resourceType: 'Observation', valueQuantity: 7 },
      { resourceType: 'Observation', component: ['x'] },
      { resourceType: 'FamilyMemberHistory', condition: { code: {} } },
    ];
    for (const resource of broken) expect(await reasons(resource), JSON.stringify(resource)).toEqual(['STRUCTURE_INVALID']);
    const sound = [
      { resourceType: 'Patient', gender: 'female', birthDate: '1950', deceasedDateTime: '2001-02-03T04:05:06Z' },
      { resourceType: 'Patient', _birthDate: { extension: [{ url: 'http://x', valueCode: 'unknown' }] } },
    ];
    for (const resource of sound) expect(await reasons(resource), JSON.stringify(resource)).toEqual([]);
  });
});
