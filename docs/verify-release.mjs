#!/usr/bin/env node
// Verifies a census release without MedRec's software: Node's own modules and the published standards, nothing else.
//
//   mkdir release && tar xf RELEASE.tar -C release && node verify-release.mjs release [ACCOUNT COMMITMENT]
//
// It says whether every file is the one that the manifest lists, which account signed the manifest and what commitment the package
// opens. Compare both with the chain (docs/release-format.md), or name what the chain says and have them compared.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, account, commitment] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node verify-release.mjs FOLDER [ACCOUNT COMMITMENT]\n');
  process.exit(2);
}
const read = (name) => readFileSync(join(folder, name));
const failures = [];

const manifestBytes = read('manifest.json');
const manifest = JSON.parse(manifestBytes.toString());
const unlisted = new Set(readdirSync(folder).filter((name) => !['manifest.json', 'manifest.sig', 'salt'].includes(name)));
for (const { path, bytes, sha256 } of manifest.files) {
  if (!unlisted.delete(path)) failures.push(`${path} is missing`);
  else {
    const content = read(path);
    const digest = `0x${createHash('sha256').update(content).digest('hex')}`;
    if (content.length !== bytes || digest !== sha256) failures.push(`${path} was changed`);
  }
}
for (const name of unlisted) failures.push(`${name} is not in the manifest`);

const manifestHash = keccak256(manifestBytes);
// EIP-191: the 32-byte hash behind its prefix.
const signed = keccak256(Buffer.concat([Buffer.from('\x19Ethereum Signed Message:\n32'), manifestHash]));
const signer = recover(signed, Buffer.from(read('manifest.sig').toString().trim().slice(2), 'hex'));
const opened = hex(keccak256(Buffer.concat([manifestHash, Buffer.from(read('salt').toString().trim().slice(2), 'hex')])));
if (hex(keccak256(read('product.json'))) !== manifest.product.definitionHash) failures.push('product.json is another product');
if (account !== undefined && account.toLowerCase() !== signer) failures.push(`signed by ${signer}`);
if (commitment !== undefined && commitment.toLowerCase() !== opened) failures.push(`opens ${opened}`);

process.stdout.write(`product    ${manifest.product.id}, epoch ${manifest.epoch}, tier ${manifest.tier}\n`);
process.stdout.write(`provider   ${manifest.providerId}\nsigned by  ${signer}\ncommitment ${opened}\n`);
for (const failure of failures) process.stdout.write(`WRONG      ${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

function hex(bytes) {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

/** Keccak-256 with the padding of the original submission, as Ethereum uses it (FIPS 202 pads otherwise). */
function keccak256(input) {
  const rate = 136;
  const padded = Buffer.alloc((Math.floor(input.length / rate) + 1) * rate);
  Buffer.from(input).copy(padded);
  padded[input.length] |= 0x01;
  padded[padded.length - 1] |= 0x80;
  let state = new Array(25).fill(0n);
  for (let block = 0; block < padded.length; block += rate) {
    for (let lane = 0; lane < rate / 8; lane += 1) state[lane] ^= padded.readBigUInt64LE(block + 8 * lane);
    state = permute(state);
  }
  const output = Buffer.alloc(32);
  for (let lane = 0; lane < 4; lane += 1) output.writeBigUInt64LE(state[lane], 8 * lane);
  return output;
}

/** Keccak-f[1600]: FIPS 202, section 3.3; lane (x, y) at x + 5y. */
function permute(state) {
  const rotate = (value, by) => ((value << BigInt(by)) | (value >> BigInt(64 - by))) & 0xffffffffffffffffn;
  let lanes = state;
  let register = 1;
  for (let round = 0; round < 24; round += 1) {
    const parity = [0, 1, 2, 3, 4].map((x) => lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20]);
    lanes = lanes.map((lane, at) => lane ^ parity[(at + 4) % 5] ^ rotate(parity[(at + 1) % 5], 1));
    const moved = new Array(25);
    moved[0] = lanes[0];
    for (let step = 0, x = 1, y = 0; step < 24; step += 1) {
      const [toX, toY] = [y, (2 * x + 3 * y) % 5];
      moved[toX + 5 * toY] = rotate(lanes[x + 5 * y], (((step + 1) * (step + 2)) / 2) % 64);
      [x, y] = [toX, toY];
    }
    lanes = moved.map((lane, at) => {
      const row = at - (at % 5);
      return lane ^ (~moved[row + ((at + 1) % 5)] & 0xffffffffffffffffn & moved[row + ((at + 2) % 5)]);
    });
    for (let bit = 0; bit < 7; bit += 1) {
      if (register & 1) lanes[0] ^= 1n << BigInt(2 ** bit - 1);
      register = (register << 1) ^ (register & 0x80 ? 0x171 : 0);
    }
  }
  return lanes;
}

/** The account that signed: SEC 1, section 4.1.6, over secp256k1; its address is the last 20 bytes of the public key's hash. */
function recover(digest, signature) {
  const p = 2n ** 256n - 2n ** 32n - 977n;
  const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const g = [
    0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
    0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
  ];
  const mod = (value, by) => ((value % by) + by) % by;
  const power = (base, exponent, by) => {
    let [result, square] = [1n, mod(base, by)];
    for (let rest = exponent; rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = (result * square) % by;
      square = (square * square) % by;
    }
    return result;
  };
  const add = (a, b) => {
    if (a === null) return b;
    if (b === null) return a;
    if (a[0] === b[0] && mod(a[1] + b[1], p) === 0n) return null;
    const slope = a[0] === b[0] ? 3n * a[0] * a[0] * power(2n * a[1], p - 2n, p) : (b[1] - a[1]) * power(b[0] - a[0], p - 2n, p);
    const x = mod(slope * slope - a[0] - b[0], p);
    return [x, mod(slope * (a[0] - x) - a[1], p)];
  };
  const multiply = (point, scalar) => {
    let [result, double] = [null, point];
    for (let rest = scalar; rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = add(result, double);
      double = add(double, double);
    }
    return result;
  };
  const number = (bytes) => BigInt(hex(bytes));
  const [r, s, v] = [number(signature.subarray(0, 32)), number(signature.subarray(32, 64)), signature[64]];
  const root = power(r ** 3n + 7n, (p + 1n) / 4n, p);
  const inverse = power(r, n - 2n, n);
  const point = [r, (root & 1n) === BigInt(v - 27) ? root : p - root];
  const key = add(multiply(g, mod(-number(digest) * inverse, n)), multiply(point, mod(s * inverse, n)));
  const bytes = Buffer.from(key.map((value) => value.toString(16).padStart(64, '0')).join(''), 'hex');
  return hex(keccak256(bytes).subarray(12));
}
