/**
 * Keccak-f[1600] (FIPS 202, section 3.3) over 64-bit lanes: one state as `u64`, or two side by side as `v128`.
 * One text serves both; what differs is chosen when it is compiled.
 */

const ROUNDS: u32 = 24;

// Read from memory at each use: V8 builds a constant vector anew every time, and a splat from memory is one instruction.
const ROUND_CONSTANTS: usize = memory.data<u64>([
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
  0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
  0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
  0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
]);

function xor<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.xor(a, b);
  return a ^ b;
}

/** a ^ (~b & c) */
function chi<T>(a: T, b: T, c: T): T {
  if (isVector<T>()) return v128.xor(a, v128.andnot(c, b));
  return a ^ (~b & c);
}

function rotl<T>(a: T, bits: i32): T {
  if (isVector<T>()) return v128.or(i64x2.shl(a, bits), i64x2.shr_u(a, 64 - bits));
  return (a << bits) | (a >>> (64 - bits));
}

function constant<T>(address: usize): T {
  if (isVector<T>()) return v128.load64_splat(address);
  return load<u64>(address);
}

function at<T>(state: usize, lane: usize): T {
  return load<T>(state + lane * sizeof<T>());
}

function put<T>(state: usize, lane: usize, value: T): void {
  store<T>(state + lane * sizeof<T>(), value);
}

/** Permutes the 25 lanes at `state` in place. Two rounds a turn, so that no lane has to change its place between turns. */
export function keccakF<T>(state: usize): void {
  let a0 = at<T>(state, 0);
  let a1 = at<T>(state, 1);
  let a2 = at<T>(state, 2);
  let a3 = at<T>(state, 3);
  let a4 = at<T>(state, 4);
  let a5 = at<T>(state, 5);
  let a6 = at<T>(state, 6);
  let a7 = at<T>(state, 7);
  let a8 = at<T>(state, 8);
  let a9 = at<T>(state, 9);
  let a10 = at<T>(state, 10);
  let a11 = at<T>(state, 11);
  let a12 = at<T>(state, 12);
  let a13 = at<T>(state, 13);
  let a14 = at<T>(state, 14);
  let a15 = at<T>(state, 15);
  let a16 = at<T>(state, 16);
  let a17 = at<T>(state, 17);
  let a18 = at<T>(state, 18);
  let a19 = at<T>(state, 19);
  let a20 = at<T>(state, 20);
  let a21 = at<T>(state, 21);
  let a22 = at<T>(state, 22);
  let a23 = at<T>(state, 23);
  let a24 = at<T>(state, 24);
  let e0: T,
    e1: T,
    e2: T,
    e3: T,
    e4: T,
    e5: T,
    e6: T,
    e7: T,
    e8: T,
    e9: T,
    e10: T,
    e11: T,
    e12: T,
    e13: T,
    e14: T,
    e15: T,
    e16: T,
    e17: T,
    e18: T,
    e19: T,
    e20: T,
    e21: T,
    e22: T,
    e23: T,
    e24: T;
  let c0: T, c1: T, c2: T, c3: T, c4: T, d0: T, d1: T, d2: T, d3: T, d4: T;
  for (let round: u32 = 0; round < ROUNDS; round += 2) {
    const constants = ROUND_CONSTANTS + ((<usize>round) << 3);
    c0 = xor<T>(xor<T>(xor<T>(a0, a5), xor<T>(a10, a15)), a20);
    c1 = xor<T>(xor<T>(xor<T>(a1, a6), xor<T>(a11, a16)), a21);
    c2 = xor<T>(xor<T>(xor<T>(a2, a7), xor<T>(a12, a17)), a22);
    c3 = xor<T>(xor<T>(xor<T>(a3, a8), xor<T>(a13, a18)), a23);
    c4 = xor<T>(xor<T>(xor<T>(a4, a9), xor<T>(a14, a19)), a24);
    d0 = xor<T>(c4, rotl<T>(c1, 1));
    d1 = xor<T>(c0, rotl<T>(c2, 1));
    d2 = xor<T>(c1, rotl<T>(c3, 1));
    d3 = xor<T>(c2, rotl<T>(c4, 1));
    d4 = xor<T>(c3, rotl<T>(c0, 1));
    c0 = xor<T>(a0, d0);
    c1 = rotl<T>(xor<T>(a6, d1), 44);
    c2 = rotl<T>(xor<T>(a12, d2), 43);
    c3 = rotl<T>(xor<T>(a18, d3), 21);
    c4 = rotl<T>(xor<T>(a24, d4), 14);
    e0 = xor<T>(chi<T>(c0, c1, c2), constant<T>(constants));
    e1 = chi<T>(c1, c2, c3);
    e2 = chi<T>(c2, c3, c4);
    e3 = chi<T>(c3, c4, c0);
    e4 = chi<T>(c4, c0, c1);
    c0 = rotl<T>(xor<T>(a3, d3), 28);
    c1 = rotl<T>(xor<T>(a9, d4), 20);
    c2 = rotl<T>(xor<T>(a10, d0), 3);
    c3 = rotl<T>(xor<T>(a16, d1), 45);
    c4 = rotl<T>(xor<T>(a22, d2), 61);
    e5 = chi<T>(c0, c1, c2);
    e6 = chi<T>(c1, c2, c3);
    e7 = chi<T>(c2, c3, c4);
    e8 = chi<T>(c3, c4, c0);
    e9 = chi<T>(c4, c0, c1);
    c0 = rotl<T>(xor<T>(a1, d1), 1);
    c1 = rotl<T>(xor<T>(a7, d2), 6);
    c2 = rotl<T>(xor<T>(a13, d3), 25);
    c3 = rotl<T>(xor<T>(a19, d4), 8);
    c4 = rotl<T>(xor<T>(a20, d0), 18);
    e10 = chi<T>(c0, c1, c2);
    e11 = chi<T>(c1, c2, c3);
    e12 = chi<T>(c2, c3, c4);
    e13 = chi<T>(c3, c4, c0);
    e14 = chi<T>(c4, c0, c1);
    c0 = rotl<T>(xor<T>(a4, d4), 27);
    c1 = rotl<T>(xor<T>(a5, d0), 36);
    c2 = rotl<T>(xor<T>(a11, d1), 10);
    c3 = rotl<T>(xor<T>(a17, d2), 15);
    c4 = rotl<T>(xor<T>(a23, d3), 56);
    e15 = chi<T>(c0, c1, c2);
    e16 = chi<T>(c1, c2, c3);
    e17 = chi<T>(c2, c3, c4);
    e18 = chi<T>(c3, c4, c0);
    e19 = chi<T>(c4, c0, c1);
    c0 = rotl<T>(xor<T>(a2, d2), 62);
    c1 = rotl<T>(xor<T>(a8, d3), 55);
    c2 = rotl<T>(xor<T>(a14, d4), 39);
    c3 = rotl<T>(xor<T>(a15, d0), 41);
    c4 = rotl<T>(xor<T>(a21, d1), 2);
    e20 = chi<T>(c0, c1, c2);
    e21 = chi<T>(c1, c2, c3);
    e22 = chi<T>(c2, c3, c4);
    e23 = chi<T>(c3, c4, c0);
    e24 = chi<T>(c4, c0, c1);

    c0 = xor<T>(xor<T>(xor<T>(e0, e5), xor<T>(e10, e15)), e20);
    c1 = xor<T>(xor<T>(xor<T>(e1, e6), xor<T>(e11, e16)), e21);
    c2 = xor<T>(xor<T>(xor<T>(e2, e7), xor<T>(e12, e17)), e22);
    c3 = xor<T>(xor<T>(xor<T>(e3, e8), xor<T>(e13, e18)), e23);
    c4 = xor<T>(xor<T>(xor<T>(e4, e9), xor<T>(e14, e19)), e24);
    d0 = xor<T>(c4, rotl<T>(c1, 1));
    d1 = xor<T>(c0, rotl<T>(c2, 1));
    d2 = xor<T>(c1, rotl<T>(c3, 1));
    d3 = xor<T>(c2, rotl<T>(c4, 1));
    d4 = xor<T>(c3, rotl<T>(c0, 1));
    c0 = xor<T>(e0, d0);
    c1 = rotl<T>(xor<T>(e6, d1), 44);
    c2 = rotl<T>(xor<T>(e12, d2), 43);
    c3 = rotl<T>(xor<T>(e18, d3), 21);
    c4 = rotl<T>(xor<T>(e24, d4), 14);
    a0 = xor<T>(chi<T>(c0, c1, c2), constant<T>(constants + 8));
    a1 = chi<T>(c1, c2, c3);
    a2 = chi<T>(c2, c3, c4);
    a3 = chi<T>(c3, c4, c0);
    a4 = chi<T>(c4, c0, c1);
    c0 = rotl<T>(xor<T>(e3, d3), 28);
    c1 = rotl<T>(xor<T>(e9, d4), 20);
    c2 = rotl<T>(xor<T>(e10, d0), 3);
    c3 = rotl<T>(xor<T>(e16, d1), 45);
    c4 = rotl<T>(xor<T>(e22, d2), 61);
    a5 = chi<T>(c0, c1, c2);
    a6 = chi<T>(c1, c2, c3);
    a7 = chi<T>(c2, c3, c4);
    a8 = chi<T>(c3, c4, c0);
    a9 = chi<T>(c4, c0, c1);
    c0 = rotl<T>(xor<T>(e1, d1), 1);
    c1 = rotl<T>(xor<T>(e7, d2), 6);
    c2 = rotl<T>(xor<T>(e13, d3), 25);
    c3 = rotl<T>(xor<T>(e19, d4), 8);
    c4 = rotl<T>(xor<T>(e20, d0), 18);
    a10 = chi<T>(c0, c1, c2);
    a11 = chi<T>(c1, c2, c3);
    a12 = chi<T>(c2, c3, c4);
    a13 = chi<T>(c3, c4, c0);
    a14 = chi<T>(c4, c0, c1);
    c0 = rotl<T>(xor<T>(e4, d4), 27);
    c1 = rotl<T>(xor<T>(e5, d0), 36);
    c2 = rotl<T>(xor<T>(e11, d1), 10);
    c3 = rotl<T>(xor<T>(e17, d2), 15);
    c4 = rotl<T>(xor<T>(e23, d3), 56);
    a15 = chi<T>(c0, c1, c2);
    a16 = chi<T>(c1, c2, c3);
    a17 = chi<T>(c2, c3, c4);
    a18 = chi<T>(c3, c4, c0);
    a19 = chi<T>(c4, c0, c1);
    c0 = rotl<T>(xor<T>(e2, d2), 62);
    c1 = rotl<T>(xor<T>(e8, d3), 55);
    c2 = rotl<T>(xor<T>(e14, d4), 39);
    c3 = rotl<T>(xor<T>(e15, d0), 41);
    c4 = rotl<T>(xor<T>(e21, d1), 2);
    a20 = chi<T>(c0, c1, c2);
    a21 = chi<T>(c1, c2, c3);
    a22 = chi<T>(c2, c3, c4);
    a23 = chi<T>(c3, c4, c0);
    a24 = chi<T>(c4, c0, c1);
  }
  put<T>(state, 0, a0);
  put<T>(state, 1, a1);
  put<T>(state, 2, a2);
  put<T>(state, 3, a3);
  put<T>(state, 4, a4);
  put<T>(state, 5, a5);
  put<T>(state, 6, a6);
  put<T>(state, 7, a7);
  put<T>(state, 8, a8);
  put<T>(state, 9, a9);
  put<T>(state, 10, a10);
  put<T>(state, 11, a11);
  put<T>(state, 12, a12);
  put<T>(state, 13, a13);
  put<T>(state, 14, a14);
  put<T>(state, 15, a15);
  put<T>(state, 16, a16);
  put<T>(state, 17, a17);
  put<T>(state, 18, a18);
  put<T>(state, 19, a19);
  put<T>(state, 20, a20);
  put<T>(state, 21, a21);
  put<T>(state, 22, a22);
  put<T>(state, 23, a23);
  put<T>(state, 24, a24);
}
