import { describe, expect, it } from 'vitest';
// Behind the door: commands have none.
import { parseLoad } from '../../../packages/census/src/cli/commands/serve/parse-load.ts';

// What would be lost: a server's URL would be taken for a folder, and a hospital that loads from one would load nothing.

describe('--load SOURCE:PATH', () => {
  it('takes paths from where the user stands, and URLs as they are', () => {
    const [path, url] = parseLoad('fhir-server:https://ehr.example:8443/fhir', parseLoad('omop:export', []));
    expect(path).toMatchObject({ source: 'omop' });
    expect(path?.path).toMatch(/^\/.*export$/);
    expect(url).toEqual({ source: 'fhir-server', path: 'https://ehr.example:8443/fhir' });
    for (const text of ['', ':x', 'fhir:', 'fhir']) expect(() => parseLoad(text, [])).toThrow();
  });
});
