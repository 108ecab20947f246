import { locatorKeys, openLocator, sealLocator } from '@medrec/shared/records';
import { encryptionKeyPairFrom } from '@medrec/shared/signing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: a pointer that only steward and patient can read, and that neither can have forged for them.

const patient = encryptionKeyPairFrom(new Uint8Array(32).fill(1));
const steward = encryptionKeyPairFrom(new Uint8Array(32).fill(2));
const stranger = encryptionKeyPairFrom(new Uint8Array(32).fill(3));
const keys = locatorKeys(steward, patient.publicKey);
const handle = fc.uint8Array({ minLength: 16, maxLength: 16 });
const refused = expect.objectContaining({ code: 'LOCATOR_INVALID' });

describe('locators', () => {
  it('are written by the steward and read by the patient', () => {
    fc.assert(
      fc.property(handle, (value) => {
        const locator = sealLocator(keys, value);
        expect(locator).toHaveLength(32);
        expect(openLocator(locatorKeys(patient, steward.publicKey), locator)).toEqual(new Uint8Array(value));
      }),
    );
  });

  it('do not open for anybody else, nor after a flipped bit', () => {
    fc.assert(
      fc.property(handle, fc.nat(255), (value, bit) => {
        const locator = sealLocator(keys, value);
        expect(() => openLocator(locatorKeys(stranger, steward.publicKey), locator)).toThrow(refused);
        locator[bit >> 3] = (locator[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => openLocator(keys, locator)).toThrow(refused);
      }),
    );
  });

  it('are refused at any other length, whatever they hold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(() => openLocator(keys, bytes)).toThrow(refused);
      }),
    );
  });

  it('hold handles of 16 bytes', () => {
    expect(() => sealLocator(keys, new Uint8Array(15))).toThrow(expect.objectContaining({ code: 'HANDLE_LENGTH' }));
  });
});
