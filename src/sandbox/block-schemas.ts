import { z } from 'zod';
import * as el from './block-elements.ts';
import { limits } from './slack-limits.ts';

const base = { block_id: el.id.optional() };
const loose = z.record(z.string(), z.unknown());

const header = z.strictObject({
  type: z.literal('header'),
  ...base,
  text: el.plainText(limits.header),
  level: z.int().min(1).max(4).optional(),
});
const divider = z.strictObject({ type: z.literal('divider'), ...base });
const section = z
  .strictObject({
    type: z.literal('section'),
    ...base,
    text: el.anyText(limits.section).optional(),
    fields: z.array(el.anyText(limits.sectionField)).min(1).max(limits.sectionFields).optional(),
    accessory: el.accessoryElement.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'must have text or fields');
const context = z.strictObject({
  type: z.literal('context'),
  ...base,
  elements: z
    .array(z.discriminatedUnion('type', [el.imageElement, el.plainText(limits.contextText), el.mrkdwn(limits.contextText)]))
    .min(1)
    .max(limits.contextElements),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  ...base,
  elements: z.array(el.actionsElement).min(1).max(limits.actionsElements),
});
const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...base,
  elements: z.array(el.contextActionsElement).min(1).max(limits.contextActionsElements),
});
const image = z.strictObject({
  type: z.literal('image'),
  ...base,
  ...el.imageSource,
  title: el.plainText(limits.imageTitle).optional(),
});
const input = z.strictObject({
  type: z.literal('input'),
  ...base,
  label: el.plainText(limits.inputLabel),
  hint: el.plainText(limits.inputHint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: el.inputElement,
});
const markdown = z.strictObject({ type: z.literal('markdown'), ...base, text: z.string().min(1).max(limits.markdown) });
const richText = z.strictObject({ type: z.literal('rich_text'), ...base, elements: z.array(loose).min(1).max(100) });
const alert = z.strictObject({
  type: z.literal('alert'),
  ...base,
  text: el.anyText(limits.section),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  richText,
]);
const rows = (max: number) => z.array(z.array(cell).min(1).max(limits.tableColumns)).min(1).max(max);
const column = z
  .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
  .nullable();
const table = z.strictObject({
  type: z.literal('table'),
  ...base,
  rows: rows(limits.tableRows),
  column_settings: z.array(column).max(limits.tableColumns).optional(),
});
const dataTable = z.strictObject({
  type: z.literal('data_table'),
  ...base,
  caption: z.string().min(1),
  rows: rows(limits.dataTableRows),
  page_size: z.int().min(1).max(limits.dataTablePage).optional(),
  row_header_column_index: z.int().min(0).optional(),
});

const label = z.string().min(1).max(limits.chartLabel);
const point = z.strictObject({ label, value: z.number() });
const cartesian = {
  series: z
    .array(z.strictObject({ name: label, data: z.array(point).min(1).max(limits.chartPoints) }))
    .min(1)
    .max(limits.chartSeries),
  axis_config: z.strictObject({
    categories: z.array(label).min(1).max(limits.chartPoints),
    x_label: z.string().max(limits.chartTitle).optional(),
    y_label: z.string().max(limits.chartTitle).optional(),
  }),
};
const chart = z.strictObject({
  type: z.literal('data_visualization'),
  ...base,
  title: z.string().min(1).max(limits.chartTitle),
  chart: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('pie'), segments: z.array(point).min(1).max(limits.chartSeries) }),
    z.strictObject({ type: z.literal('bar'), ...cartesian }),
    z.strictObject({ type: z.literal('area'), ...cartesian }),
    z.strictObject({ type: z.literal('line'), ...cartesian }),
  ]),
});

const card = z
  .strictObject({
    type: z.literal('card'),
    ...base,
    hero_image: el.imageElement.optional(),
    icon: el.imageElement.optional(),
    title: el.mrkdwn(limits.cardTitle).optional(),
    subtitle: el.mrkdwn(limits.cardTitle).optional(),
    body: el.mrkdwn(limits.cardBody).optional(),
    actions: z.array(el.buttonElement).min(1).max(limits.cardActions).optional(),
  })
  .refine(
    (block) => block.title ?? block.body ?? block.hero_image ?? block.actions,
    'must have a title, body, hero image or actions',
  );
const carousel = z.strictObject({
  type: z.literal('carousel'),
  ...base,
  elements: z.array(card).min(1).max(limits.carouselCards),
});
const container = z.strictObject({
  type: z.literal('container'),
  ...base,
  title: el.plainText(limits.header).optional(),
  subtitle: el.anyText(limits.header).optional(),
  icon: el.imageElement.optional(),
  width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  has_header_divider: z.boolean().optional(),
  child_blocks: z
    .array(z.discriminatedUnion('type', [actions, context, divider, header, image, input, richText, section, table]))
    .min(1)
    .max(limits.containerChildren),
});

const everywhere = [header, divider, section, context, actions, image, input, richText] as const;
export const messageBlock = z.discriminatedUnion('type', [
  ...everywhere,
  contextActions,
  markdown,
  table,
  dataTable,
  chart,
  card,
  carousel,
  container,
]);
export const modalBlock = z.discriminatedUnion('type', [...everywhere, alert]);
export const homeBlock = z.discriminatedUnion('type', [...everywhere]);

export type MessageBlock = z.infer<typeof messageBlock>;
export type SlackBlock = MessageBlock | z.infer<typeof modalBlock>;
export type CardBlock = z.infer<typeof card>;
export type Surface = 'message' | 'modal' | 'home';
