import { exits, printLines, quietLog, readCall, text, wrongCall, type Answer } from '../call.ts';
import { token } from '../token.ts';

export const answer: Answer = async (call) => {
  const { values, positionals } = readCall(call, { name: text, scope: { ...text, multiple: true }, days: text, as: text });
  const verb = call.name === 'token create' ? 'create' : call.name === 'token revoke' ? 'revoke' : 'list';
  const wrong = (what: string) => wrongCall(call.name, what);
  const [id, ...others] = positionals;
  if (verb === 'create' && id !== undefined) throw wrong(`It does not take “${id.slice(0, 60)}”.`);
  if (others.length > 0 || (verb === 'revoke' && id === undefined)) throw wrong('Name one token, by its id.');
  if (verb === 'create' ? !values.name || !values.scope : (values.name ?? values.scope ?? values.days) !== undefined)
    throw wrong(verb === 'create' ? 'Say what it is for and what it may do: --name and --scope.' : 'It takes an id and --as.');
  if (values.days !== undefined && !/^\d{1,3}$/.test(values.days)) throw wrong('--days takes a number of days.');
  const days = values.days === undefined ? undefined : Number(values.days);
  const wish = { verb, id, name: values.name, scopes: values.scope, days, as: values.as } as const;
  const { lines, notes } = await token(call.settings(), wish, quietLog());
  // What a person reads stands beside, so that a script can keep the token alone.
  for (const note of notes) process.stderr.write(`${note}\n`);
  return lines.length > 0 ? printLines(lines) : exits.ok;
};
