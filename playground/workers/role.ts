/** What a worker is for. */
export const ROLES = ['language', 'engine', 'replay'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (name: string): name is Role => ROLES.some((role) => role === name);

/** Takes messages one after the other, and posts answers. Who sends is typed at the other end, by the contract of the role. */
export type Serve = (
  post: (message: unknown, transfer?: readonly ArrayBuffer[]) => void,
) => (message: unknown) => void;
