/** A token's id and secret: `leeway_<id>_<secret>`, where the secret itself may hold underscores. */
export function tokenParts(token: string): { id: string; secret: string } {
  const [, id, ...secret] = token.split('_');
  return { id: id!, secret: secret.join('_') };
}
