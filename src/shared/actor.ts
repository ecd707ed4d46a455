export const roles = ['executive', 'expert', 'engineer', 'data-scientist', 'compliance', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who acts. A person is known by workspace and user id, a service by its token, the system by the job it runs. */
export type Actor =
  | {
      kind: 'person';
      id: string;
      name: string;
      roles: readonly Role[];
      teams: readonly string[];
      /** The account they act with, `T0LEEWAY/U0EXEC` or `token/<id>`; a person may have several. */
      account?: string;
      /** What a token of theirs is good for; absent: all that they may do. */
      scopes?: readonly string[];
    }
  | { kind: 'service'; id: string; name: string; scopes: readonly string[] }
  | { kind: 'system'; id: string; name: string };

export const systemActor = (job: string): Actor => ({ kind: 'system', id: `system:${job}`, name: `Leeway (${job})` });
