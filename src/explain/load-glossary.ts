import { parseGlossary } from './glossary.ts';
import type { Glossary } from './glossary.ts';
import { reportText } from './read-report.ts';

/** The glossary of reports/glossary.yml, checked. Read it once at start: it does not change while the process runs. */
export const loadGlossary = (): Glossary => parseGlossary(reportText('glossary.yml'), 'reports/glossary.yml');
