import { z } from 'zod';
import { id, plainText } from './block-elements.ts';
import type { SlackBlock } from './block-schemas.ts';
import { checkBlocks, type BlockCheck } from './check-blocks.ts';
import { pointer, refusalOf } from './refusal.ts';
import { limits } from './slack-limits.ts';

const words = plainText(limits.viewTitle).nullish();
const common = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(limits.privateMetadata).default(''),
  callback_id: z.string().max(limits.callbackId).default(''),
  external_id: id.or(z.literal('')).default(''),
};
const modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(limits.viewTitle),
  submit: words,
  close: words,
  clear_on_close: z.boolean().default(false),
  notify_on_close: z.boolean().default(false),
  submit_disabled: z.boolean().optional(),
});
const home = z.strictObject({ type: z.literal('home'), ...common });
const view = z.discriminatedUnion('type', [modal, home]);

export type ViewContent = Omit<z.infer<typeof modal>, 'blocks' | 'type' | 'title'> & {
  type: 'modal' | 'home';
  title: z.infer<typeof modal>['title'] | null;
  blocks: SlackBlock[];
};

/** A view as Slack would keep it. Throws a Refusal (invalid_arguments, invalid_blocks). */
export function checkView(input: unknown, type: 'modal' | 'home', fileReady: BlockCheck['fileReady']): ViewContent {
  const parsed = view.safeParse(input);
  if (!parsed.success) {
    throw refusalOf(
      'invalid_arguments',
      parsed.error.issues.map((issue) => ({ message: issue.message, pointer: pointer('view', ...issue.path) })),
    );
  }
  if (parsed.data.type !== type) throw refusalOf('invalid_arguments', [{ message: `must be a ${type}`, pointer: '/view/type' }]);
  const blocks = checkBlocks(parsed.data.blocks, { surface: type, fileReady }, ['view', 'blocks']);
  if (parsed.data.type === 'modal') {
    if (blocks.some((block) => block.type === 'input') && !parsed.data.submit) {
      throw refusalOf('invalid_arguments', [{ message: 'a modal with input blocks needs submit', pointer: '/view/submit' }]);
    }
    return { ...parsed.data, blocks };
  }
  return { ...parsed.data, title: null, clear_on_close: false, notify_on_close: false, blocks };
}
