import type { AskedAudience, AskedIndustry } from './query.ts';

export const industryWords: Record<AskedIndustry, readonly string[]> = {
  airlines: ['airline', 'airlines', 'aviation', 'airport', 'carrier', 'flights'],
  retail: ['retail', 'retailer', 'retailers', 'shop', 'shops', 'store', 'stores', 'supermarket', 'e-commerce', 'ecommerce'],
  manufacturing: ['manufacturing', 'manufacturer', 'factory', 'factories', 'plant', 'industry', 'production line'],
  banking: ['banking', 'bank', 'banks', 'banker', 'finance', 'insurance', 'lender'],
};

export const audienceWords: Record<AskedAudience, readonly string[]> = {
  executive: [
    'executive',
    'executives',
    'exec',
    'execs',
    'management',
    'manager',
    'managers',
    'boss',
    'board',
    'ceo',
    'leadership',
  ],
  'data-scientist': [
    'data scientist',
    'data scientists',
    'data-scientist',
    'data-scientists',
    'data science',
    'data-science',
    'scientist',
    'ds',
  ],
};

export const detailWords = [
  'in detail',
  'in details',
  'detailed',
  'in depth',
  'in-depth',
  'more detail',
  'more details',
  'technical',
  'technically',
  'thoroughly',
  'fully',
  'longer',
];

export const dateWords =
  'january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week weeks month months quarter year day days last previous past next since between before after ago beginning weekend'.split(
    ' ',
  );

/** Words that need no correcting and name no model. */
export const commonWords = new Set(
  'a about above after again all also am an and any anyone anything are as ask at back be because been before being below best between both but by can come could data did do does doing done down during each either else ever every everything false far few figures find first follow for found from full gave get give given go gone good got great had half hand has have having he her here high him his hour how i if in information into is it its just keep know lately later least less let like little long look looks lot low made make many maybe me mean might mine minute model models more most much must my need needs never next no nobody not nothing now number of off ok old on once one only open or other our out over own people please pls put question quite rate rather really recent recently right same say second see seem seems she should show side since small so some somebody someone something soon still such sure take tell than that the their them then there these they thing things think this those though three time to today together told too total true two under until up us use used usual using value very want was way we well went were what when where whether which while who whole whom will with within without work worked working world would yes yet you your hey currently ever latest lots nowadays exactly actually please approved compared customer customers stale threshold'.split(
    ' ',
  ),
);
