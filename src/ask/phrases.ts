import type { AskedAct, AskedMeasure, DecidedAspect } from './query.ts';

/** `no:` marks what is understood and not done; the rest are kinds of queries. */
export type Intent =
  | 'help'
  | 'status'
  | 'models'
  | 'owner'
  | 'version'
  | 'changes'
  | 'why'
  | 'trend'
  | 'explain'
  | 'digest'
  | 'mine'
  | 'flag'
  | 'decisions'
  | `decided:${DecidedAspect}`
  | 'paused'
  | `act:${AskedAct}`
  | 'thanks'
  | 'hello'
  | `measure:${AskedMeasure}`
  | `no:${'compare' | 'act' | 'forecast' | 'outside'}`;

/** How a wish begins. */
const ask =
  '^((please|can you|could you|would you|can we|could we|i want to|i want you to|i would like to|we should|we need to|let us|now|go|and|kindly|just) )*';

/**
 * What people say, and how surely it means the intent. `*` stands for up to six words, `(a|b)` for either, MODEL for a
 * model's name and WHEN for a period; an
 * intent weighs as its weightiest phrase and a little more for each further one; the earlier intent wins a tie.
 */
export const phrases: Record<Intent, readonly (readonly [number, string])[]> = {
  flag: [
    [12, 'flag; flag a; report (a|the|this|an) (problem|issue|error|bug|concern); complain; complaint'],
    [12, 'raise (a|an) (problem|issue|concern); file (a|an)'],
    [9, 'something is (wrong|off|broken); i disagree; (this|that|it) (is|looks|seems) (wrong|off|broken)'],
    [9, 'i have a (problem|concern|complaint); i want to report'],
  ],
  digest: [[9, 'digest; newsletter; weekly report; weekly summary; this weeks report; briefing; preview']],
  decisions: [
    [9, '^(the |all |list |show |my )*(requests|approvals)'],
    [12, '(wait|waits|waiting|pending|open|outstanding) (for|on) * (decision|decisions|approval|approvals)'],
    [
      12,
      'what * (decision|decisions|approval|approvals) (is|are|wait|waits) *; (open|pending|outstanding|waiting) (requests|approvals|decisions)',
    ],
    [
      12,
      '(requests|approvals|decisions) (that are|are|is)? ?(open|pending|outstanding|waiting); (has|have|needs|need|is|are) to be (decided|approved)',
    ],
    [12, '(anything|something|what|which|nothing) * to (decide|approve); (waits|waiting) to be (decided|approved)'],
  ],
  'decided:why-not': [
    [
      18,
      'why * not * (approved|live|promoted|accepted|deployed|go live|went live|going live); why * (refused|rejected|declined)',
    ],
    [18, '(reason|reasons) * (refused|rejected|refusal|rejection|not approved); why did (they|you|dana) (refuse|reject) *'],
  ],
  'decided:how-long': [
    [
      13,
      'how (long|many hours|many days) * (go|going|get|getting|to be|until|till) (live|production|deployed|released|there); lead time of *',
    ],
    [13, 'how (long|many hours|many days) (did|does|has|was|is) * (take|took|taken|need|wait|waiting|waited); how fast * live'],
    [9, 'lead time; time to production'],
  ],
  'decided:when': [
    [
      13,
      'when (did|was|has) * (go|gone|went|become|put|set|made|get) live; when (was|is|did) * (deployed|released|promoted|approved|rolled out)',
    ],
    [13, 'since when * (live|production|serving); how long has * been (live|serving|in production); (date|day) * went live'],
    [13, 'when (did|has|was) * (go|gone|get|put) * production'],
  ],
  'decided:who': [
    [13, 'who * (approved|agreed|signed off|signed|refused|rejected|decided|voted|let|released|promoted|deployed|cleared)'],
    [13, 'approved by whom; by whom * (approved|refused); who has approved *; whose approval; approvers (of|for) *'],
    [13, '(was|is|has) * approved( by)?'],
  ],
  paused: [
    [
      12,
      '(is|are|was|were|has|why is|who) * (paused|suspended|on hold|switched off|turned off|stopped); who (paused|stopped|switched off) *',
    ],
    [9, 'paused; on hold'],
  ],
  'act:promote': [
    [
      16,
      `${ask}(promote|deploy|(release|ship) (MODEL|version)|put * live|bring * live|bring * to production|put * into production) *`,
    ],
  ],
  'act:rollback': [[16, `${ask}(rollback|roll back|roll * back|go back to version|take * back|switch back|revert) *`]],
  'act:pause': [[16, `${ask}(pause|stop|suspend|halt|switch off|turn off|switch * off|turn * off|disable) *`]],
  'act:resume': [
    [16, `${ask}(resume|unpause|un-pause|restart|switch on|turn on|switch * on|turn * on|enable|let * (serve|run|work) again) *`],
  ],
  'act:requests': [[16, `${ask}(approve|refuse|reject|sign off|decide) *`]],
  mine: [
    [10, 'needs me; waits for me; waiting for me; waits on me; waiting on me'],
    [10, 'my (matters|tasks|cases|work|open matters|to-dos|todos|decisions|models); anything for me; need from me'],
    [10, 'needed from me; on my (plate|desk|list); to-do; what do i (have|need) to; mine'],
    [7, 'should i * (do|decide|approve); am i needed; my turn'],
  ],
  why: [
    [14, 'why; how come; reason; reasons; what caused; what is causing; the cause; what is behind; what explains'],
    [14, 'because of what; what made; what led'],
  ],
  owner: [
    [9, 'owner; owners; owns; own; owned; who is responsible; who looks after; who takes care; who maintains; who runs'],
    [9, 'whose; who do i (ask|contact|call); who (can|should|could) i (ask|contact|call|talk); belongs to; belong to'],
    [9, 'who is in charge; accountable; contact person; who made; who built; who handles'],
    [4, 'who; contact; responsible'],
  ],
  'no:compare': [
    [12, 'compare * versions; compare (version|v1|v2|v3|v4|MODEL) *; compare'],
    [12, 'version \\d+ (and|or|versus|vs|with|to|against|than) *'],
    [12, '(difference|differences) between * (version|versions|v1|v2|models); is v?\\d+ better than'],
    [12, '(is|was|are) version \\d+ * (better|worse); comparison'],
  ],
  version: [
    [10, '(which|what|current|live) * (version|versions); version * (live|serving|deployed|use|production)'],
    [6, 'version; versions'],
    [9, 'which one is (live|serving); champion; challenger; what is (live|deployed|serving); is live'],
    [9, 'running in production; in production; in use; release'],
    [3, 'live; deployed; serving; serves; production'],
  ],
  trend: [
    [12, '(getting|become|becoming|gotten|got|growing) (worse|better|more|less); trend; trends; trending; over time'],
    [12, 'improving; improve; improved; deteriorating; degrading; history; declining; going (up|down); rising; falling'],
    [12, 'week by week; over the weeks; over the last weeks; course; stable'],
    [5, 'worse; better; chart; plot; graph'],
  ],
  changes: [
    [9, 'what (has|have|had)? ?(changed|change|happened|moved); what is (new|different)'],
    [9, 'anything (new|changed|different|happen|happened); changed; changes; what happened; what moved; the news'],
    [9, 'did * change; news; differently; has * changed'],
    [4, 'different; new; happened; change; moved; shifted'],
  ],
  'measure:inputs': [
    [10, 'input drift; data drift; feature drift; what goes in; inputs; input; features; feature; input data'],
    [10, 'did the data (drift|change|shift); psi'],
    [5, 'drift; drifted; drifting; columns'],
  ],
  'measure:outcome': [
    [10, 'outcome; outcomes; actuals; labels; actual values; what really happened; what actually happened; ground truth'],
    [10, 'reality'],
  ],
  'measure:predictions': [
    [10, 'predictions; prediction; predicted; scores; forecasts; model output; outputs; what comes out'],
    [10, 'does it (predict|forecast); did it (predict|forecast)'],
  ],
  'measure:volume': [
    [10, 'how many (rows|records|predictions|cases|flights|customers|events|items|were|did); how many; volume; number of'],
    [10, 'row count; rows; how much (data|traffic); traffic; coverage; count'],
  ],
  'measure:kpi': [
    [10, 'kpi; kpis; on(-| )time share; on(-| )time; punctuality; target; business measure; business figure'],
    [10, 'business result; share of; business goal; hit the goal; punctual'],
  ],
  'measure:error': [
    [10, 'how (wrong|accurate|inaccurate|right|precise|exact|far off|far out|big|large|good are) *; error; errors; mae'],
    [10, 'rmse; accuracy; typical miss; misses; bias; far off; mistakes; precision; off by; miss'],
    [6, 'wrong; accurate; inaccurate'],
  ],
  models: [
    [
      9,
      '(list|show|find|search|all|which|what|browse|see|how many|other|any|the list of|give me|get)( me| all| the| us| our| of)* models',
    ],
    [9, '^models; is there a model; do we have a model; catalogue; registry'],
    [5, 'models'],
  ],
  explain: [
    [9, 'explain; define; definition; meaning; what does * mean; what do * mean; meant by; what do you mean; glossary'],
    [9, 'tell me what * (is|are|means); i do not understand; in plain words; in simple words; jargon'],
    [2, 'what is; what are; mean; means'],
  ],
  'no:act': [[15, `${ask}(retrain|delete|remove|drop|register|archive|rename|switch|subscribe|unsubscribe|remind|assign) *`]],
  'no:forecast': [[11, '(will|is|are) * (going to|next); will * be; predict the future; what will; how will; when will']],
  'no:outside': [[12, 'weather; joke; jokes; poem; lunch; stock price; write (me|a|an); translate']],
  status: [
    [7, 'how (bad|good) (is|was|were|are) *'],
    [
      7,
      'how (is|are|was|were|has|have|did|does|do) * (doing|going|performing|perform|behaving|behave|do|been|holding up|look|looking|work|working|fare|go|run|running)',
    ],
    [7, 'status; state of; health; healthy; overview; summary; how goes; report on; check on; update on; how about'],
    [7, 'tell me about; performance; (is|are) * (ok|okay|fine|alright|all right|well|good|bad|broken|down|up|healthy)'],
    [7, '(was|were) * (ok|okay|fine|good|bad)'],
    [5, 'how (is|are|was|were|did|has|does|do)( the| our| my)? ?(MODEL|it|things|everything|they|we|WHEN|this|that)'],
    [5, 'how MODEL; any (problem|problems|alerts|alert|issues|issue|drift); are there (problems|alerts|issues)'],
    [5, 'anything wrong; show( me)? MODEL; alerts; problems; doing; going; performing; ok; okay; fine'],
    [5, 'MODEL (ok|okay|fine)'],
    [3, 'how; MODEL; bad; good; check; report; show'],
  ],
  help: [
    [10, 'help; what can (you|i|leeway) *; how do i (use|start); how does this work; what do you do; commands; usage'],
    [10, 'who are you; what are you; what is leeway; how (can|should) i (use|ask); manual; instructions'],
  ],
  thanks: [
    [11, '(thanks|thank you|thx) * help'],
    [4, 'thanks; thank you; thx; cheers; ta; much appreciated; great job; well done; perfect; awesome; nice'],
  ],
  hello: [[4, 'hello; hi; hey; good morning; good afternoon; good evening; greetings; howdy']],
};

/** What a sum must reach to count as understood. */
export const leastWeight = 5;
