import { allowsResource, grantCommitment, parseAccessScope, scopeHash } from '@medrec/shared/records';
import { AbiCoder, keccak256 } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: the link between what the patient allowed and what the chain holds.

const viewer = `0x${'11'.repeat(20)}` as const;
const salt = `0x${'22'.repeat(32)}` as const;
const type = fc.stringMatching(/^[A-Z][A-Za-z]{1,20}$/);

describe('grants', () => {
  it('do not depend on the order in which types are listed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(type, { minLength: 1, maxLength: 10 }), (resources) => {
        expect(scopeHash({ resources })).toBe(scopeHash({ resources: [...resources].reverse() }));
      }),
    );
  });

  it('change with viewer, scope and salt', () => {
    const scope = { resources: ['Observation'] };
    const commitments = [
      grantCommitment(viewer, scope, salt),
      grantCommitment(`0x${'12'.repeat(20)}`, scope, salt),
      grantCommitment(viewer, { resources: ['Condition'] }, salt),
      grantCommitment(viewer, scope, `0x${'23'.repeat(32)}`),
    ];
    expect(new Set(commitments).size).toBe(4);
    expect(commitments[0]).toBe(
      keccak256(AbiCoder.defaultAbiCoder().encode(['address', 'bytes32', 'bytes32'], [viewer, scopeHash(scope), salt])),
    );
  });

  it('allow exactly the named types, or all', () => {
    expect([
      allowsResource({ resources: ['Observation'] }, 'Observation'),
      allowsResource({ resources: ['Observation'] }, 'Condition'),
    ]).toEqual([true, false]);
    expect(allowsResource({ resources: ['*'] }, 'Anything')).toBe(true);
  });

  it.each([{}, { resources: [] }, { resources: ['observation'] }, { resources: ['A B'] }, { resources: ['Patient'], more: 1 }, null])(
    'refuse %j as a scope',
    (value) => {
      expect(() => parseAccessScope(value)).toThrow(expect.objectContaining({ code: 'SCOPE_INVALID' }));
    },
  );
});
