import { printLines, quietLog, readCall, text, wrongCall, type Answer } from '../call.ts';
import { outbox } from '../outbox.ts';

export const answer: Answer = async (call) => {
  const { values, positionals } = readCall(call, { as: text, reason: text });
  const [id, ...others] = positionals;
  const verb = call.name === 'outbox resend' ? 'resend' : call.name === 'outbox drop' ? 'drop' : 'list';
  if (verb === 'list' ? id !== undefined : id === undefined || others.length > 0)
    throw wrongCall(call.name, verb === 'list' ? 'It lists them all.' : 'Name one message, by its id.');
  if ((verb === 'drop') !== (values.reason !== undefined))
    throw wrongCall(call.name, verb === 'drop' ? 'Say why it is dropped, with --reason.' : 'It takes no --reason.');
  return printLines(await outbox(call.settings(), { verb, id, reason: values.reason, as: values.as }, quietLog()));
};
