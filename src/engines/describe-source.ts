import { columnTypeOf } from './columns.ts';
import type { SourceColumn } from './engine.ts';
import type { Session } from './session.ts';
import { identifier } from './sql.ts';

export async function describeSource(session: Session): Promise<SourceColumn[]> {
  return await session.query({}, async (reader) => {
    const rows = await reader.rows(`describe select * from ${identifier(session.source.name)}`);
    return rows.map((row) => ({ name: String(row[0]), nativeType: String(row[1]), type: columnTypeOf(String(row[1])) }));
  });
}
