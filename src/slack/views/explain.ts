import { button, createBlocks, select, type Choice, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { mrkdwn, notification, plain } from '../text.ts';

export interface ExplainView {
  term: string;
  depth: 'simple' | 'detail';
  industry: string;
  industries: Choice[];
  text: string;
  /** A likeness from the reader's trade, and where it ends. */
  analogy?: string;
  /** Other terms that a click explains. */
  related: string[];
}

export interface ExplainRequest {
  term: string;
  depth: 'simple' | 'detail';
  industry?: string;
}

export function explainMessage(view: ExplainView): Outgoing {
  const make = createBlocks();
  const blocks = [make.section('term', `*${mrkdwn(view.term, 100)}*\n${mrkdwn(view.text, 2600)}`)];
  if (view.analogy) blocks.push(make.section('analogy', mrkdwn(view.analogy, 1500)));
  const other = view.depth === 'simple' ? 'detail' : 'simple';
  const request: ExplainRequest = { term: plain(view.term, 200), depth: other, industry: view.industry };
  blocks.push(
    make.actions('how', [
      button(actionIds.explainDepth, other === 'detail' ? 'In detail' : 'Simply', JSON.stringify(request)),
      select(
        `${actionIds.explainIndustry}:${view.depth}:${plain(view.term, 200)}`,
        'My trade',
        view.industries.slice(0, 100).map((choice) => ({ label: choice.label, value: choice.value })),
        view.industry,
      ),
    ]),
  );
  const related = view.related.slice(0, 5);
  if (related.length > 0) {
    blocks.push(
      make.actions(
        'related',
        related.map((term, index) => button(`${actionIds.askAgain}:${index}`, plain(term, 75), plain(`explain ${term}`, 2000))),
      ),
    );
  }
  return { text: notification(`${view.term}: ${view.text}`), blocks };
}
