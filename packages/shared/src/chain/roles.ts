/** Roles as the Registrar numbers them; the order is consensus. */
export const ROLE = { none: 0, provider: 1, lab: 2, patient: 3, delegate: 4, reader: 5 } as const;

export type Role = keyof typeof ROLE;

const NAMES = Object.keys(ROLE) as Role[];

export function roleName(role: number): Role {
  return NAMES[role] ?? 'none';
}
